using AudioServer.Infrastructure.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace AudioServer.Infrastructure.Database.Postgres;

/// <summary>Brings the database to the present schema, one node at a time, and makes sure that it keeps what it acknowledges.</summary>
internal sealed class PostgresDatabase(IDbContextFactory<PostgresAudioDb> contexts, DataDirectory data, ILogger<PostgresDatabase> log) : DatabaseEngine(contexts.CreateDbContext, log)
{
    /// <summary>The advisory lock of whoever migrates: any number that nobody else uses.</summary>
    private const long MigrationLock = 0x4175_6469_6F53_7276;

    public override async Task PrepareAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);

            // Migrating, and waiting for another node that does, takes as long as it takes.
            db.Database.SetCommandTimeout(TimeSpan.Zero);
            await db.Database.OpenConnectionAsync(cancellationToken);
            await RefuseUnfitAsync(db, cancellationToken);
            await MigrateAsync(db, cancellationToken);
            data.RememberPostgres();
        }
        catch (NpgsqlException fault)
        {
            throw new DataUnusableException($"The database cannot be used. {fault.Message}", fault);
        }
    }

    /// <summary>A server that runs listens, on a session that every node of the same role sees.</summary>
    public override async Task RefuseOthersAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var listeners = await db.Database
            .SqlQuery<int>($"SELECT count(*)::int AS \"Value\" FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND query LIKE 'LISTEN audioserver%'")
            .SingleAsync(cancellationToken);
        if (listeners > 0)
        {
            throw new DataUnusableException($"{(listeners == 1 ? "A server is" : $"{listeners} servers are")} running on the database. Stop all that do, then run this again.");
        }
    }

    private static async Task MigrateAsync(PostgresAudioDb db, CancellationToken cancellationToken)
    {
        await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_lock({MigrationLock})", cancellationToken);
        try
        {
            if ((await db.Database.GetPendingMigrationsAsync(cancellationToken)).Any())
            {
                await db.Database.MigrateAsync(cancellationToken);
            }
        }
        finally
        {
            // Given back to the pool, a connection keeps it.
            await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_unlock({MigrationLock})", CancellationToken.None);
        }
    }

    private async Task RefuseUnfitAsync(PostgresAudioDb db, CancellationToken cancellationToken)
    {
        var settings = await db.Database.SqlQuery<string>($"SELECT current_setting(name) AS \"Value\" FROM unnest(ARRAY['server_version', 'server_encoding', 'synchronous_commit', 'fsync']) AS name").ToListAsync(cancellationToken);
        var (version, encoding, commit, fsync) = (settings[0], settings[1], settings[2], settings[3]);
        if (encoding != "UTF8")
        {
            throw new DataUnusableException($"The database's encoding is {encoding}, which not every name fits into: make one with ENCODING 'UTF8'.");
        }

        if (commit == "off")
        {
            throw new DataUnusableException("PostgreSQL runs with synchronous_commit=off; acknowledged uploads would not survive a crash.");
        }

        if (fsync == "off")
        {
            log.LogWarning("PostgreSQL runs with fsync=off: acknowledged uploads do not survive a power cut");
        }

        log.LogInformation("PostgreSQL {Version}, synchronous_commit={Commit}", version, commit);
    }
}
