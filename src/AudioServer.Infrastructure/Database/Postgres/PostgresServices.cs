using AudioServer.Infrastructure.Backups;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Npgsql;

namespace AudioServer.Infrastructure.Database.Postgres;

internal static class PostgresServices
{
    /// <summary>Class 23 of SQLSTATE: a constraint does not hold.</summary>
    private const string IntegrityViolation = "23";

    public static IServiceCollection AddPostgres(this IServiceCollection services)
    {
        services.AddOptions<DatabaseOptions>()
            .Validate(database => PostgresConnections.IsValid(database.ConnectionString), "Database:ConnectionString is needed with Database:Provider=Postgres, as Npgsql has it, such as Host=localhost;Database=audioserver;Username=audioserver. It is missing, or says something that Npgsql does not know.")
            .ValidateOnStart();
        services.AddSingleton(provider => PostgresConnections.Pool(provider.GetRequiredService<IOptions<DatabaseOptions>>().Value.ConnectionString!));
        services.AddSingleton<DatabaseEngine, PostgresDatabase>();
        services.AddHostedService<PostgresListener>();
        services.AddNoBackup("backup copies what lies in the data directory, and with Database:Provider=Postgres the rows do not. Use pg_dump, as docs/operations.md says under PostgreSQL.");
        return services.AddContexts<PostgresAudioDb>((provider, options) =>
        {
            // EF Core's own strategy would wrap a database that is away in advice to try again.
            var pool = provider.GetRequiredService<NpgsqlDataSource>();
            options.UseNpgsql(pool, engine => engine.ExecutionStrategy(dependencies => new NonRetryingExecutionStrategy(dependencies)));
            options.AddInterceptors(new PostgresCommands(pool), new DatabaseErrorCount(error => error.SqlState?.StartsWith(IntegrityViolation, StringComparison.Ordinal) == true));
        });
    }
}
