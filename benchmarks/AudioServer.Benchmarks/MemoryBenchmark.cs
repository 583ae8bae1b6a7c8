using System.Diagnostics;
using AudioServer.Benchmarks.Load;
using AudioServer.TestKit;

namespace AudioServer.Benchmarks;

/// <summary>
/// The most memory the server's process ever has resident, under many uploads at the same time: a fresh process for files of 1 MiB and one for large files.
/// Clients make the bytes while they send them; the server is another process, so their memory does not count.
/// </summary>
internal static class MemoryBenchmark
{
    private const long Mebibyte = 1 << 20;

    /// <summary>Bytes that a hundred uploads of 64 MiB to a bucket may take.</summary>
    private const long Bound = 500 * Mebibyte;

    private static readonly string[] Columns = ["server", "uploads at once", "MiB each", "at rest MiB", "peak MiB", "threads", "seconds", "MB/s"];

    public static async Task RunAsync(int clients, int mebibytes, Results results)
    {
        var table = results.Begin("memory", Columns);
        foreach (var size in new[] { 1, mebibytes })
        {
            foreach (var name in new[] { Contender.Own, Contender.Bare })
            {
                await MeasureAsync(name, clients, size, table);
            }
        }
    }

    /// <summary>The same with the bytes in a bucket of the tests' S3 server, which holds them in the memory of this machine.</summary>
    /// <exception cref="InvalidOperationException">More than <see cref="Bound"/> was resident.</exception>
    public static async Task RunOnS3Async(int clients, int mebibytes, Results results)
    {
        var store = await S3Server.GetAsync();
        var table = results.Begin("memory-s3", Columns);
        var peak = await MeasureAsync(Contender.Own, clients, mebibytes, table, store.OptionsFor(await store.MakeBucketAsync()));
        if (peak > Bound)
        {
            throw new InvalidOperationException($"{peak / Mebibyte} MiB were resident; {Bound / Mebibyte} MiB are allowed.");
        }
    }

    /// <summary>The most that was resident, in bytes.</summary>
    private static async Task<long> MeasureAsync(string name, int clients, int mebibytes, ResultTable table, params string[] options)
    {
        using var folder = new TemporaryFolder();
        await using var server = await Contender.StartAsync(name, folder.File("data"), options);
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{server.Port}"), Timeout = TimeSpan.FromHours(1) };
        var rest = ProcessFigures.PeakMemory(server.ProcessId);
        var started = Stopwatch.GetTimestamp();
        var threads = await Task.WhenAll(Enumerable.Range(0, clients).Select(seed => UploadAsync(client, server, seed, new Wav(mebibytes * Mebibyte, seed))));
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var peak = ProcessFigures.PeakMemory(server.ProcessId);
        table.Add(name, clients, mebibytes, rest / Mebibyte, peak / Mebibyte, threads.Max(), seconds, clients * mebibytes * Mebibyte / seconds / 1e6);
        return peak;
    }

    /// <summary>The number of the server's threads when this upload was answered.</summary>
    private static async Task<int> UploadAsync(HttpClient client, Contender server, int number, Wav wav)
    {
        using var request = new HttpRequestMessage(new HttpMethod(server.UploadMethod), server.UploadPath($"{number}.wav")) { Content = wav.ToContent() };
        using var answer = await client.SendAsync(request);
        var body = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode ? Directory.GetDirectories($"/proc/{server.ProcessId}/task").Length : throw new InvalidOperationException($"{answer.StatusCode}: {body}");
    }
}
