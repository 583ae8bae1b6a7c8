using AudioServer.Infrastructure.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace AudioServer.Infrastructure.Database.Sqlite;

/// <summary>Copies of the whole database as it is at one moment, while others write to it.</summary>
internal sealed class SqliteSnapshot(IDbContextFactory<SqliteAudioDb> contexts)
{
    /// <summary>Writes the database to <paramref name="path"/>, a file of this user's alone, on stable storage and without a log beside it; answers the files it knows.</summary>
    /// <exception cref="SqliteException">There is no room, or the database is harmed.</exception>
    public async Task<IReadOnlyList<SnapshotFile>> WriteAsync(string path, CancellationToken cancellationToken)
    {
        // A journal that was left behind would be played back into the new file.
        File.Delete(path + "-journal");
        PrivateFile.Create(path).Dispose();
        await using var copy = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        await copy.OpenAsync(cancellationToken);
        await using (var db = await contexts.CreateDbContextAsync(cancellationToken))
        {
            await db.Database.OpenConnectionAsync(cancellationToken);

            // In one step, which reads one moment of the log and lets writers go on.
            await Task.Run(() => ((SqliteConnection)db.Database.GetDbConnection()).BackupDatabase(copy), cancellationToken);
        }

        await RunAsync(copy, "PRAGMA journal_mode=DELETE", "delete");
        await RunAsync(copy, "PRAGMA quick_check(1)", "ok");
        var options = new DbContextOptionsBuilder<SqliteAudioDb>().UseSqlite(copy).Options;
        await using var snapshot = new SqliteAudioDb(options);
        var files = await SnapshotFile.AllOfAsync(snapshot, cancellationToken);
        using var handle = File.OpenHandle(path);
        DurableFiles.Sync(handle);
        return files;
    }

    private static async Task RunAsync(SqliteConnection connection, string pragma, string expected)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = pragma;
        var answer = (await command.ExecuteScalarAsync())?.ToString();
        if (answer != expected)
        {
            throw new SqliteException($"The copy of the database is not as it should be: {pragma} says {answer}.", SQLitePCL.raw.SQLITE_CORRUPT);
        }
    }
}
