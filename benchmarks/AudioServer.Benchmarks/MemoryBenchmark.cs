using System.Diagnostics;
using AudioServer.TestKit;

namespace AudioServer.Benchmarks;

/// <summary>
/// The most memory the server's process ever has resident, under many uploads at the same time: a fresh process for files of 1 MiB and one for large files.
/// Clients make the bytes while they send them; the server is another process, so their memory does not count.
/// </summary>
internal static class MemoryBenchmark
{
    private const long Mebibyte = 1 << 20;

    public static async Task<int> RunAsync(int clients, int mebibytes)
    {
        Console.WriteLine("| uploads at once | MiB each | ready after ms | at rest MiB | peak MiB | threads | seconds | MB/s |");
        Console.WriteLine("|---:|---:|---:|---:|---:|---:|---:|---:|");
        foreach (var size in new[] { 1, mebibytes })
        {
            await MeasureAsync(clients, size);
        }

        return 0;
    }

    private static async Task MeasureAsync(int clients, int mebibytes)
    {
        using var folder = new TemporaryFolder();
        await using var server = await ServerProcess.StartAsync(folder.File("data"));
        using var client = new HttpClient { BaseAddress = server.Address, Timeout = TimeSpan.FromHours(1) };
        var rest = server.PeakMemory;
        var started = Stopwatch.GetTimestamp();
        var threads = await Task.WhenAll(Enumerable.Range(0, clients).Select(seed => UploadAsync(client, server, new Wav(mebibytes * Mebibyte, seed))));
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        Console.WriteLine(
            $"| {clients} | {mebibytes} | {server.TimeToReady.TotalMilliseconds:F0} | {rest / Mebibyte} | {server.PeakMemory / Mebibyte} | {threads.Max()} | {seconds:F1} | {clients * mebibytes * Mebibyte / seconds / 1e6:F0} |");
    }

    /// <summary>The number of the server's threads when this upload was answered.</summary>
    private static async Task<int> UploadAsync(HttpClient client, ServerProcess server, Wav wav)
    {
        using var answer = await client.PostAsync(new Uri("/post", UriKind.Relative), wav.ToContent());
        var body = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode ? Directory.GetDirectories($"/proc/{server.Id}/task").Length : throw new InvalidOperationException($"{answer.StatusCode}: {body}");
    }
}
