using AudioServer.Application.Ports;
using AudioServer.Infrastructure.Database.Postgres;
using AudioServer.Infrastructure.Database.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AudioServer.Infrastructure.Database;

internal static class DatabaseServices
{
    /// <summary>Where rows are kept.</summary>
    public static IServiceCollection AddDatabase(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<DatabaseOptions>().BindConfiguration("Database").Validate(database => Enum.IsDefined(database.Provider), "Database:Provider is Sqlite or Postgres.").ValidateOnStart();
        services.AddSingleton<FileQueries>();
        services.AddSingleton<IReadinessCheck>(provider => provider.GetRequiredService<DatabaseEngine>());

        // A value that is none is refused when the options are validated.
        return Enum.TryParse(configuration["Database:Provider"], ignoreCase: true, out DatabaseProvider provider) && provider == DatabaseProvider.Postgres
            ? services.AddPostgres()
            : services.AddSqlite();
    }

    /// <summary>An engine's contexts, pooled, with what they have in common.</summary>
    internal static IServiceCollection AddContexts<TContext>(this IServiceCollection services, Action<IServiceProvider, DbContextOptionsBuilder> configure)
        where TContext : AudioDb
    {
        services.AddPooledDbContextFactory<TContext>((provider, options) =>
        {
            configure(provider, options);
            options.UseApplicationServiceProvider(provider);

            // Counting up to a bound needs no order; nothing else here takes without one.
            // And a refused row is told by what it throws: a taken name is an answer, not an error to log; a fault is logged where it is answered.
            options.ConfigureWarnings(warnings => warnings.Ignore(CoreEventId.RowLimitingOperationWithoutOrderByWarning, CoreEventId.SaveChangesFailed, RelationalEventId.CommandError));
        });
        return services.AddScoped<IAudioDb>(provider => provider.GetRequiredService<IDbContextFactory<TContext>>().CreateDbContext());
    }
}
