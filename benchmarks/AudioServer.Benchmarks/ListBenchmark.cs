using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using AudioServer.Api.Hosting;
using AudioServer.Domain;
using AudioServer.Infrastructure;
using Microsoft.Data.Sqlite;

namespace AudioServer.Benchmarks;

/// <summary>
/// How long a list takes, over HTTP on loopback, by the number of rows: the same requests to a server over each number, one after the other,
/// each answer checked to hold what it should. Durations are spread evenly over 0–600 s, so a bound on them passes a known part.
/// </summary>
internal static class ListBenchmark
{
    private const int Warmups = 20;
    private const int Requests = 300;
    private const int DeepPage = 5000;
    private const int Limit = 100;

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
        ("created, text 0.1 %", "sort=-created&q=rare"),
        ("created, label 0.1 %", "sort=-created&label=kind:rare"),
    ];

    public static async Task<int> RunAsync(IReadOnlyList<int> sizes)
    {
        Console.WriteLine("| rows | list of 100 | page | p50 ms | p99 ms |");
        Console.WriteLine("|---:|---|---:|---:|---:|");
        foreach (var rows in sizes)
        {
            await MeasureAsync(rows);
        }

        return 0;
    }

    private static async Task MeasureAsync(int rows)
    {
        var folder = Directory.CreateTempSubdirectory("audioserver-bench-").FullName;
        try
        {
            await using var app = ServerHost.Create(["--Urls", "http://127.0.0.1:0", "--DataDirectory", folder, "--Serilog:MinimumLevel:Default", "Fatal", "--Serilog:MinimumLevel:Override:Microsoft.Hosting.Lifetime", "Fatal"]);
            await app.Services.AcquireDataAsync(CancellationToken.None);
            Seed(Path.Combine(folder, "audioserver.db"), rows);
            await app.StartAsync();
            using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
            foreach (var (name, query) in Cases)
            {
                await MeasureAsync(client, rows, name, query, page: 1, cursor: null);
                var (page, cursor) = await FindDeepPageAsync(client, query);
                if (page > 1)
                {
                    await MeasureAsync(client, rows, name, query, page, cursor);
                }
            }
        }
        finally
        {
            if (Environment.GetEnvironmentVariable("KEEP") is null) Directory.Delete(folder, recursive: true); else Console.WriteLine(folder);
        }
    }

    private static async Task MeasureAsync(HttpClient client, int rows, string name, string query, int page, string? cursor)
    {
        var uri = new Uri($"/list?{query}&limit={Limit}{(cursor is null ? "" : $"&cursor={cursor}")}", UriKind.Relative);
        var times = new List<double>();
        for (var request = 0; request < Warmups + Requests; request++)
        {
            var started = Stopwatch.GetTimestamp();
            using var answer = await client.GetAsync(uri);
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

        times.Sort();
        Console.WriteLine($"| {rows:N0} | {name} | {page:N0} | {times[times.Count / 2]:F2} | {times[(int)(times.Count * 0.99)]:F2} |");
    }

    /// <summary>The cursor of page 5,000, or of the last whole page before it: reached by pages ten times as long, which a cursor does not mind.</summary>
    private static async Task<(int Page, string? Cursor)> FindDeepPageAsync(HttpClient client, string query)
    {
        const int stride = 10;
        var (page, cursor) = (1, (string?)null);
        while (page + stride <= DeepPage + 1)
        {
            var answer = await client.GetFromJsonAsync<JsonElement>(new Uri($"/list?{query}&limit={stride * Limit}&fields=id{(cursor is null ? "" : $"&cursor={cursor}")}", UriKind.Relative));
            if (answer.GetProperty("next").GetString() is not { } next)
            {
                break;
            }

            (page, cursor) = (page + stride, next);
        }

        return (page, cursor);
    }

    private static void Seed(string database, int rows)
    {
        using var connection = new SqliteConnection($"Data Source={database};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandTimeout = 0;
        command.CommandText =
            """
            PRAGMA synchronous=OFF;
            BEGIN;
            WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < $rows)
            INSERT INTO AudioFiles (Id, OwnerId, Name, Size, Sha256, Demuxer, ContentType, Container, Codec, Duration, DurationSource, DeclaredDuration, SampleRate, Channels,
                BitsPerSample, BitRate, Title, HasCover, CreatedAt, UpdatedAt, State, SearchText)
            SELECT printf('019B0000-%04X-7%03X-8%03X-%012X', i / 65536, i % 4096, (i * 7919) % 4096, i), $owner, printf('take %d.wav', i), 1000 + (i * 2654435761) % 100000000,
                printf('%064x', i), 'wav', 'audio/wav', 'wav', 'pcm_s16le', ((i * 2654435761) % 600000) / 1000.0, 'Header', ((i * 2654435761) % 600000) / 1000.0,
                CASE WHEN (i * 40503) % 10 = 0 THEN 48000 ELSE 44100 END, 2, 16, 1411200, 'Title', 0, 638000000000000000 + i * 10000000, 638000000000000000 + i * 10000000, 'Pending',
                printf('take %d.wav', i) || CASE WHEN i % 1000 = 0 THEN ' rare' ELSE '' END
            FROM n;
            INSERT INTO AudioFileLabels (AudioFileId, "Key", "Value") SELECT Id, 'kind', 'rare' FROM AudioFiles WHERE Row % 1000 = 0;
            COMMIT;
            """;
        command.Parameters.AddWithValue("$rows", rows);
        command.Parameters.AddWithValue("$owner", Owners.Local.ToString().ToUpperInvariant());
        command.ExecuteNonQuery();
    }
}
