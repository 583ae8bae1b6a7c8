using AudioServer.Domain.Failures;
using AudioServer.Infrastructure.Database.Sqlite;
using AudioServer.TestKit;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AudioServer.IntegrationTests.Database;

/// <summary>What the database keeps, and how: durability, one writer, rows and their indexes in step.</summary>
public sealed class SqliteDatabaseTests : IAsyncLifetime
{
    private AudioServerApp _server = null!;

    public async Task InitializeAsync() => _server = await AudioServerApp.StartAsync(settings: ["--Database:Provider", "Sqlite"]);

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Nobody_else_reads_the_database_also_where_the_folder_is_open_to_all()
    {
        const UnixFileMode Self = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var folder = new TemporaryFolder();
        var data = Directory.CreateDirectory(folder.File("data"), (UnixFileMode)0x1ED).FullName;
        foreach (var start in new[] { "new", "found" })
        {
            await using var server = await AudioServerApp.StartAsync(dataDirectory: data, settings: ["--Database:Provider", "Sqlite"]);
            await server.UploadAsync(Fixtures.Audio("wav-s16.wav"), $"?name={start}.wav");

            foreach (var file in Directory.GetFiles(data, "audioserver.db*"))
            {
                File.GetUnixFileMode(file).Should().Be(Self, "{0}, {1}", start, Path.GetFileName(file));
                File.SetUnixFileMode(file, Self | UnixFileMode.OtherRead);
            }
        }
    }

    [Fact]
    public async Task Every_pooled_connection_is_durable_and_checks_foreign_keys()
    {
        var contexts = new List<SqliteAudioDb>();
        try
        {
            for (var number = 0; number < 20; number++)
            {
                contexts.Add(await ContextAsync());
                await contexts[^1].Database.OpenConnectionAsync();
            }

            foreach (var context in contexts)
            {
                (await ScalarAsync(context, "PRAGMA synchronous")).Should().Be("2");
                (await ScalarAsync(context, "PRAGMA journal_mode")).Should().Be("wal");
                (await ScalarAsync(context, "PRAGMA foreign_keys")).Should().Be("1");
                (await ScalarAsync(context, "PRAGMA busy_timeout")).Should().Be("10000");
            }
        }
        finally
        {
            contexts.ForEach(context => context.Dispose());
        }

        // Opened again from the connection pool.
        await using var again = await ContextAsync();
        (await ScalarAsync(again, "PRAGMA synchronous")).Should().Be("2");
    }

    [Fact]
    public async Task What_was_rehearsed_at_the_start_has_used_up_no_number()
    {
        await using var db = await ContextAsync();
        (await db.Search.CountAsync()).Should().Be(0);

        await _server.UploadAsync(Fixtures.Audio("wav-s16.wav"), "?name=first.wav");
        (await db.Events.MinAsync(row => row.Sequence)).Should().Be(1);
        (await db.AudioFiles.Select(file => EF.Property<long>(file, "Row")).SingleAsync()).Should().Be(1);
    }

    [Fact]
    public async Task The_full_text_index_refers_to_the_right_rows_also_after_a_vacuum()
    {
        await _server.Services.AddAsync(Enumerable.Range(0, 20).Select(number => new AudioRow($"take {number:00}.wav")));
        await _server.Services.RemoveAsync([.. Enumerable.Range(0, 10).Select(number => $"take {number:00}.wav")]);
        await using var db = await ContextAsync();

        await db.Database.ExecuteSqlRawAsync("VACUUM");

        (await _server.NamesAsync("/list?q=15")).Should().Equal("take 15.wav");
        await db.Database.ExecuteSqlRawAsync("INSERT INTO \"AudioSearch\"(\"AudioSearch\", rank) VALUES ('integrity-check', 1)");
    }

    [Fact]
    public async Task The_gate_lets_one_writer_in_at_a_time()
    {
        using var gate = new SqliteWriteGate();
        var (inside, most) = (0, 0);

        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(async () =>
        {
            using (await gate.EnterAsync(CancellationToken.None))
            {
                most = Math.Max(most, Interlocked.Increment(ref inside));
                await Task.Yield();
                Interlocked.Decrement(ref inside);
            }
        })));

        most.Should().Be(1);
    }

    [Fact]
    public async Task A_save_waits_for_the_gate_and_gives_up_when_cancelled_while_waiting()
    {
        using var turn = await _server.Services.GetRequiredService<SqliteWriteGate>().EnterAsync(CancellationToken.None);
        await using var db = await ContextAsync();
        db.AudioFiles.Add(new AudioRow("a").ToFile());
        using var cancel = new CancellationTokenSource();

        var save = db.SaveAsync(cancel.Token);
        save.IsCompleted.Should().BeFalse();
        await cancel.CancelAsync();

        await save.Invoking(task => task).Should().ThrowAsync<OperationCanceledException>();
        (await db.AudioFiles.CountAsync()).Should().Be(0);
    }

    [Fact]
    public async Task A_full_disk_is_told_and_the_server_goes_on()
    {
        await using (var db = await ContextAsync())
        {
            await db.Database.OpenConnectionAsync();
            await db.Database.ExecuteSqlRawAsync("PRAGMA max_page_count=1");
            db.AudioFiles.AddRange(Enumerable.Range(0, 500).Select(number => new AudioRow($"{number} {new string('x', 200)}").ToFile()));

            await db.Invoking(full => full.SaveAsync(CancellationToken.None)).Should().ThrowAsync<StorageFull>();
            await db.Database.ExecuteSqlRawAsync("PRAGMA max_page_count=1073741823");
        }

        await _server.Services.AddAsync(new AudioRow("after"));
        (await _server.NamesAsync("/list")).Should().Equal("after");
    }

    [Fact]
    public async Task A_migration_lock_that_a_killed_process_left_does_not_hold_up_the_start()
    {
        using var folder = new TemporaryFolder();
        using (var connection = new SqliteConnection($"Data Source={folder.File("audioserver.db")};Pooling=False"))
        {
            await connection.OpenAsync();
            using var command = connection.CreateCommand();
            command.CommandText = """CREATE TABLE "__EFMigrationsLock" ("Id" INTEGER NOT NULL PRIMARY KEY, "Timestamp" TEXT NOT NULL); INSERT INTO "__EFMigrationsLock" VALUES (1, '2026-01-01')""";
            await command.ExecuteNonQueryAsync();
        }

        await using var server = await AudioServerApp.StartAsync(dataDirectory: folder.Path, settings: ["--Database:Provider", "Sqlite"]).WaitAsync(TimeSpan.FromMinutes(2));

        (await server.NamesAsync("/list")).Should().BeEmpty();
    }

    private static async Task<string?> ScalarAsync(SqliteAudioDb db, string sql)
    {
        await db.Database.OpenConnectionAsync();
        using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = sql;
        return (await command.ExecuteScalarAsync())?.ToString();
    }

    private Task<SqliteAudioDb> ContextAsync() => _server.Services.GetRequiredService<IDbContextFactory<SqliteAudioDb>>().CreateDbContextAsync();
}
