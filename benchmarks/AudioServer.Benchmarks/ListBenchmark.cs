using System.Data;
using System.Data.Common;
using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using AudioServer.Api.Hosting;
using AudioServer.Domain;
using AudioServer.Infrastructure;
using AudioServer.TestKit;
using Microsoft.AspNetCore.Builder;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace AudioServer.Benchmarks;

/// <summary>
/// How long a list takes, over HTTP on loopback, by the number of rows: the same requests to a server over each number, which take turns, so that what else
/// the machine does falls on all alike. Durations are spread evenly over 0–600 s, so a bound on them passes a known part.
/// </summary>
internal sealed class ListBenchmark : IAsyncDisposable
{
    private const int Warmups = 50;
    private const int Requests = 1000;
    private const int FewestRequests = 200;
    private static readonly TimeSpan Enough = TimeSpan.FromMinutes(1);
    private const int DeepPage = 5000;
    private const int Limit = 100;
    private const int SeedBatch = 10_000;

    private static readonly (string Name, string Query)[] Cases =
    [
        ("created, no filter", "sort=-created"),
        ("duration, no filter", "sort=duration"),
        ("created, duration 60 %", "sort=-created&maxduration=360"),
        ("created, duration 10 %", "sort=-created&maxduration=60"),
        ("created, duration 0.1 %", "sort=-created&maxduration=0.6"),
        ("duration, duration 60 %", "sort=duration&maxduration=360"),
        ("duration, duration 10 %", "sort=duration&maxduration=60"),
        ("duration, duration 0.1 %", "sort=duration&maxduration=0.6"),
        ("created, rate 10 %", "sort=-created&samplerate=48000"),
        ("duration, rate 10 %", "sort=duration&samplerate=48000"),
        ("created, rate 0.1 %", "sort=-created&samplerate=96000"),
        ("duration, rate 0.1 %", "sort=duration&samplerate=96000"),
        ("created, text 60 %", "sort=-created&q=often"),
        ("duration, text 60 %", "sort=duration&q=often"),
        ("created, text 0.1 %", "sort=-created&q=rare"),
        ("duration, text 0.1 %", "sort=duration&q=rare"),
        ("created, label 10 %", "sort=-created&label=kind:some"),
        ("duration, label 10 %", "sort=duration&label=kind:some"),
        ("created, label 0.1 %", "sort=-created&label=kind:rare"),
        ("duration, label 0.1 %", "sort=duration&label=kind:rare"),
        ("created, name prefix 0.1 %", "sort=-created&name=rare*"),
    ];

    private const string Columns = """
        "Id", "OwnerId", "Sha256", "Name", "Size", "Demuxer", "ContentType", "Container", "Codec", "Duration", "DurationSource", "DeclaredDuration", "SampleRate", "Channels",
        "BitsPerSample", "BitRate", "Title", "HasCover", "CreatedAt", "UpdatedAt", "State", "QueuedAt", "FindingCount", "Progress", "Tries", "Fence", "IsReverification", "SearchText"
        """;

    /// <summary>Of file <c>i</c>, from the fourth column on, in what both engines speak.</summary>
    private const string Values = """
        CASE WHEN i % 1000 = 7 THEN 'rare ' ELSE 'take ' END || i || '.wav', 1000 + (i * 2654435761) % 100000000, 'wav', 'audio/wav', 'wav', 'pcm_s16le',
        ((i * 2654435761) % 600000) / 1000.0, 'Header', ((i * 2654435761) % 600000) / 1000.0,
        CASE WHEN (i * 40503) % 10 = 0 THEN 48000 WHEN i % 1000 = 11 THEN 96000 ELSE 44100 END, 2, 16, 1411200, 'Title', FALSE,
        638000000000000000 + i * 10000000, 638000000000000000 + i * 10000000, 'Ok', 0, 0, 0, 0, 0, FALSE,
        'take ' || i || '.wav' || CASE WHEN i % 1000 = 0 THEN ' rare' ELSE '' END || CASE WHEN (i * 40503) % 10 < 6 THEN ' often' ELSE '' END
        """;

    /// <summary>The time of its creation tells the number of a file.</summary>
    private const string Labels = """
        INSERT INTO "AudioFileLabels" ("AudioFileId", "Key", "Value") SELECT "Id", 'kind', 'rare' FROM "AudioFiles" WHERE ("CreatedAt" - 638000000000000000) / 10000000 % 1000 = 999;
        INSERT INTO "AudioFileLabels" ("AudioFileId", "Key", "Value") SELECT "Id", 'kind', 'some' FROM "AudioFiles" WHERE ("CreatedAt" - 638000000000000000) / 10000000 % 10 = 0;
        """;

    private readonly int _rows;
    private readonly string? _database;
    private readonly string _folder = Directory.CreateTempSubdirectory("audioserver-bench-").FullName;
    private readonly WebApplication _app;
    private readonly HttpClient _client = new();

    /// <param name="rows">Files.</param>
    /// <param name="database">Of PostgreSQL, how it is connected to; null: SQLite.</param>
    private ListBenchmark(int rows, string? database)
    {
        (_rows, _database) = (rows, database);
        _app = ServerHost.Create([.. database is null ? [] : TestDatabase.Options(database), "--Urls", "http://127.0.0.1:0", "--DataDirectory", _folder, "--Serilog:MinimumLevel:Default", "Fatal", "--Serilog:MinimumLevel:Override:Microsoft.Hosting.Lifetime", "Fatal"]);
    }

    /// <param name="sizes">Numbers of rows.</param>
    /// <param name="besidePostgres">Each on PostgreSQL as well.</param>
    /// <param name="results">Where figures go.</param>
    public static async Task RunAsync(IReadOnlyList<int> sizes, bool besidePostgres, Results results)
    {
        var postgres = besidePostgres ? await PostgresServer.GetAsync() : null;
        var servers = new List<ListBenchmark>();
        try
        {
            foreach (var rows in sizes)
            {
                servers.Add(new ListBenchmark(rows, database: null));
                await servers[^1].StartAsync();
                if (postgres is not null)
                {
                    servers.Add(new ListBenchmark(rows, postgres.ConnectionString(await postgres.MakeDatabaseAsync())));
                    await servers[^1].StartAsync();
                }
            }

            var table = results.Begin("list", "list of 100", "rows", "page", "p50 ms", "p99 ms", "p50 to first row", "p99 to first row");
            foreach (var (name, query) in Cases)
            {
                await MeasureAsync(servers, name, query, table);
            }
        }
        finally
        {
            foreach (var server in servers)
            {
                await server.DisposeAsync();
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static async Task MeasureAsync(List<ListBenchmark> servers, string name, string query, ResultTable table)
    {
        var places = new List<(ListBenchmark Server, int Page, Uri Uri, List<double> Times)>();
        foreach (var server in servers)
        {
            places.Add((server, 1, UriOf(query, Limit, cursor: null), []));
            var (page, cursor) = await server.FindDeepPageAsync(query);
            if (page > 1)
            {
                places.Add((server, page, UriOf(query, Limit, cursor), []));
            }
        }

        var began = Stopwatch.GetTimestamp();
        for (var request = 0; request < Warmups + Requests && (request < Warmups + FewestRequests || Stopwatch.GetElapsedTime(began) < Enough); request++)
        {
            // Each round begins with another, or a collection of garbage, which comes every so many requests, would meet always the same.
            foreach (var (server, _, uri, times) in places.Select((_, place) => places[(place + request) % places.Count]))
            {
                var started = Stopwatch.GetTimestamp();
                using var answer = await server._client.GetAsync(uri);
                var body = await answer.Content.ReadAsByteArrayAsync();
                var elapsed = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
                if (!answer.IsSuccessStatusCode || body.Length < 20)
                {
                    throw new InvalidOperationException($"{uri} answered {answer.StatusCode}.");
                }

                if (request >= Warmups)
                {
                    times.Add(elapsed);
                }
            }
        }

        var (p50, p99) = (places[0].Times.Median(), places[0].Times.Percentile(0.99));
        foreach (var (server, page, _, times) in places)
        {
            var (own50, own99) = (times.Median(), times.Percentile(0.99));
            table.Add(name, server._database is null ? server._rows : $"{server._rows:N0} PostgreSQL", page, own50, own99, own50 / p50, own99 / p99);
        }
    }

    private static Uri UriOf(string query, int limit, string? cursor) =>
        new($"/list?{query}&limit={limit}{(cursor is null ? "" : $"&cursor={cursor}")}", UriKind.Relative);

    private async Task StartAsync()
    {
        await _app.Services.AcquireDataAsync(CancellationToken.None);
        await (_database is null ? SeedSqliteAsync() : SeedPostgresAsync());
        await _app.StartAsync();
        _client.BaseAddress = new Uri(_app.Urls.Single());
    }

    /// <summary>The cursor of page 5,001, or of the last page before it that more follow: reached by pages ten times as long, which a cursor does not mind.</summary>
    private async Task<(int Page, string? Cursor)> FindDeepPageAsync(string query)
    {
        const int stride = 10;
        var (page, cursor, before) = (1, (string?)null, (string?)null);
        while (page <= DeepPage)
        {
            var answer = await _client.GetFromJsonAsync<JsonElement>(UriOf(query + "&fields=id", stride * Limit, cursor));
            if (answer.GetProperty("next").GetString() is not { } next)
            {
                return page > stride ? (page - stride, before) : (1, null);
            }

            (page, before, cursor) = (page + stride, cursor, next);
        }

        return (page, cursor);
    }

    private async Task SeedSqliteAsync()
    {
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(_folder, "audioserver.db")};Pooling=False");
        await RunAsync(
            connection,
            $"""
            PRAGMA synchronous=OFF;
            BEGIN;
            WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < {_rows})
            INSERT INTO "AudioFiles" ({Columns})
            SELECT printf('019B0000-%04X-7%03X-8%03X-%012X', i / 65536, i % 4096, (i * 7919) % 4096, i), '{Owners.Local.ToString().ToUpperInvariant()}', printf('%064x', i), {Values} FROM n;
            {Labels}
            COMMIT;
            """);
    }

    private async Task SeedPostgresAsync()
    {
        await using var connection = new NpgsqlConnection(_database + ";Pooling=false");
        for (var first = 0; first < _rows; first += SeedBatch)
        {
            // Not all in one transaction: each row leaves a version of the row that counts its owner's files, and until the end the next has to walk them all.
            await RunAsync(
                connection,
                $"""
                INSERT INTO "AudioFiles" ({Columns})
                SELECT format('019b0000-%s-7%s-8%s-%s', lpad(to_hex(i / 65536), 4, '0'), lpad(to_hex(i % 4096), 3, '0'), lpad(to_hex((i * 7919) % 4096), 3, '0'), lpad(to_hex(i), 12, '0'))::uuid,
                    '{Owners.Local}', lpad(to_hex(i), 64, '0'), {Values} FROM generate_series({first}, {Math.Min(first + SeedBatch, _rows) - 1}::bigint) AS n(i)
                """);
        }

        await RunAsync(connection, Labels);
        await RunAsync(connection, "VACUUM ANALYZE");

        // Or, for its first five minutes, who reads has to write to disk what seeding left in the buffers.
        await RunAsync(connection, "CHECKPOINT");
    }

    private static async Task RunAsync(DbConnection connection, string sql)
    {
        if (connection.State != ConnectionState.Open)
        {
            await connection.OpenAsync();
        }

        await using var command = connection.CreateCommand();
        (command.CommandTimeout, command.CommandText) = (0, sql);
        await command.ExecuteNonQueryAsync();
    }
}
