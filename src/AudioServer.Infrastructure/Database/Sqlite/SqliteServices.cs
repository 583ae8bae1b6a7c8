using AudioServer.Infrastructure.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SQLitePCL;

namespace AudioServer.Infrastructure.Database.Sqlite;

internal static class SqliteServices
{
    public static IServiceCollection AddSqlite(this IServiceCollection services)
    {
        SqliteLibrary.Configure();
        services.AddSingleton<SqliteWriteGate>();
        services.AddSingleton<DatabaseEngine, SqliteDatabase>();
        return services.AddContexts<SqliteAudioDb>((provider, options) =>
        {
            var database = provider.GetRequiredService<IOptions<DatabaseOptions>>().Value;
            options.UseSqlite(database.ConnectionString ?? new SqliteConnectionStringBuilder { DataSource = provider.GetRequiredService<DataDirectory>().Database }.ToString());
            options.AddInterceptors(new SqliteConnectionSettings(), new SqliteIndexHints(), new DatabaseErrorCount(error => error is SqliteException { SqliteErrorCode: raw.SQLITE_CONSTRAINT }));
        });
    }
}
