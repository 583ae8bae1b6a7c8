using AudioServer.Domain.AudioFiles;
using AudioServer.Infrastructure.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace AudioServer.Infrastructure.Database.Sqlite;

/// <summary>Brings the database file to the present schema and makes sure that it keeps what it acknowledges.</summary>
internal sealed class SqliteDatabase(IDbContextFactory<SqliteAudioDb> contexts, DataDirectory data, ILogger<SqliteDatabase> log) : DatabaseEngine(contexts.CreateDbContext, log)
{
    public override bool IsNew => !File.Exists(data.Database);

    public override async Task PrepareAsync(CancellationToken cancellationToken)
    {
        data.RefuseAfterPostgres();
        data.KeepDatabaseToSelf();
        try
        {
            await OpenAsync(cancellationToken);
        }
        catch (SqliteException fault)
        {
            throw new DataUnusableException($"The database cannot be opened. {fault.Message}", fault);
        }
        catch (ArgumentException fault)
        {
            throw new DataUnusableException($"Database:ConnectionString: {fault.Message}", fault);
        }
    }

    private async Task OpenAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.Database.ExecuteSqlRawAsync("PRAGMA journal_mode=WAL", cancellationToken);
        if ((await db.Database.GetPendingMigrationsAsync(cancellationToken)).Any())
        {
            // EF Core's own migration lock is a table that a killed process leaves behind, and waits for it for ever. The data directory's lock is ours already.
            await db.Database.ExecuteSqlRawAsync("DROP TABLE IF EXISTS \"__EFMigrationsLock\"", cancellationToken);
            await db.Database.MigrateAsync(cancellationToken);
        }

        // The data directory is ours alone, so whoever was verifying is no more; what it held need not wait for its lease to run out.
        await db.AudioFiles.Where(file => file.State == VerificationState.Running).ExecuteUpdateAsync(file => file.SetProperty(row => row.LeaseUntil, (DateTimeOffset?)null), cancellationToken);

        await db.Database.OpenConnectionAsync(cancellationToken);
        var (version, journal, synchronous) = (await ScalarAsync(db, "SELECT sqlite_version()"), await ScalarAsync(db, "PRAGMA journal_mode"), await ScalarAsync(db, "PRAGMA synchronous"));
        if (journal != "wal" || synchronous != "2")
        {
            throw new DataUnusableException($"SQLite {version} runs with journal_mode={journal} and synchronous={synchronous}; acknowledged uploads would not survive a power cut.");
        }

        log.LogInformation("SQLite {Version}, journal_mode={Journal}, synchronous=FULL", version, journal);
    }

    private static async Task<string?> ScalarAsync(SqliteAudioDb db, string sql)
    {
        using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = sql;
        return (await command.ExecuteScalarAsync())?.ToString();
    }
}
