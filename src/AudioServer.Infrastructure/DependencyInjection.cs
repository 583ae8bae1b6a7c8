using AudioServer.Application;
using AudioServer.Application.Access;
using AudioServer.Application.Ports;
using AudioServer.Infrastructure.Access;
using AudioServer.Infrastructure.Control;
using AudioServer.Infrastructure.Database;
using AudioServer.Infrastructure.Database.Sqlite;
using AudioServer.Infrastructure.Decoders;
using AudioServer.Infrastructure.Derived;
using AudioServer.Infrastructure.Events;
using AudioServer.Infrastructure.Probing;
using AudioServer.Infrastructure.Storage;
using AudioServer.Infrastructure.Verification;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace AudioServer.Infrastructure;

public static class DependencyInjection
{
    /// <summary>Every adapter: one line for each backend.</summary>
    public static IServiceCollection AddInfrastructure(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<IIdGenerator, Uuid7Generator>();
        services.AddSingleton<ISecretGenerator, SecretGenerator>();
        services.AddSingleton<IPasswordHasher, Pbkdf2PasswordHasher>();
        services.AddOptions<LimitsOptions>().BindConfiguration("Limits").Validate(limits => limits.IsValid, "Limits:MaxUploadBytes is a number of bytes, 1 or more; Limits:QuotaBytes is one, 0 or more; Limits:RequestsPerMinute is a number, 1 or more.").ValidateOnStart();
        services.AddOptions<AuthOptions>().BindConfiguration("Auth").Validate(auth => auth.IsValid, "Auth:Mode is Open or Required; Auth:Registration is Closed or Open.").ValidateOnStart();
        services.AddOptions<DatabaseOptions>().BindConfiguration("Database").Validate(database => Enum.IsDefined(database.Provider), "Database:Provider is Sqlite.").ValidateOnStart();

        var dataDirectory = configuration["DataDirectory"] is { Length: > 0 } path ? path : "data";
        services.AddSingleton(_ => new DataDirectory(dataDirectory));
        services.AddSqlite();
        services.AddStorage(configuration);
        services.AddProbing();
        services.AddDecoder();
        services.AddSingleton<IEventBus, InProcessEventBus>();
        services.AddVerification();
        services.AddDerived();
        return services;
    }

    /// <summary>Work that goes on beside requests.</summary>
    public static IServiceCollection AddBackgroundWork(this IServiceCollection services) =>
        services.AddHostedService<SqliteRehearsal>().AddHostedService<StartupReconciliation>().AddHostedService<ControlServer>().AddHostedService<VerificationWorkers>().AddHostedService<EventRetention>();

    private static void AddSqlite(this IServiceCollection services)
    {
        SqliteLibrary.Configure();
        services.AddSingleton<FileQueries>();
        services.AddSingleton<SqliteWriteGate>();
        services.AddSingleton<SqliteDatabase>();
        services.AddSingleton<IReadinessCheck>(provider => provider.GetRequiredService<SqliteDatabase>());
        services.AddPooledDbContextFactory<SqliteAudioDb>((provider, options) =>
        {
            var database = provider.GetRequiredService<IOptions<DatabaseOptions>>().Value;
            options.UseSqlite(database.ConnectionString ?? new SqliteConnectionStringBuilder { DataSource = provider.GetRequiredService<DataDirectory>().Database }.ToString());
            options.AddInterceptors(new SqliteConnectionSettings(), new SqliteIndexHints(), new SqliteErrorCount());
            options.UseApplicationServiceProvider(provider);

            // Counting up to a bound needs no order; nothing else here takes without one.
            // And a refused row is told by what it throws: a taken name is an answer, not an error to log; a fault is logged where it is answered.
            options.ConfigureWarnings(warnings => warnings.Ignore(CoreEventId.RowLimitingOperationWithoutOrderByWarning, CoreEventId.SaveChangesFailed, RelationalEventId.CommandError));
        });
        services.AddScoped<IAudioDb>(provider => provider.GetRequiredService<IDbContextFactory<SqliteAudioDb>>().CreateDbContext());
    }
}
