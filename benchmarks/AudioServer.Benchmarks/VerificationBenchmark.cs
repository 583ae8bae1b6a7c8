using System.Diagnostics;
using AudioServer.TestKit;

namespace AudioServer.Benchmarks;

/// <summary>
/// Verification beside bare ffmpeg over the same files, taking turns: with the loudness filter that verification runs too, and without. Also how much two
/// workers do, and the time from an upload's answer to its verdict.
/// </summary>
internal static class VerificationBenchmark
{
    private const int Seconds = 300;

    /// <summary>Rounds that are not measured: a server just started spends two seconds of processor time a file on compiling itself anew.</summary>
    private const int WarmUps = 3;

    /// <summary>Encoder options by file name. The sound is pink noise, which no codec makes short work of.</summary>
    private static readonly Dictionary<string, string[]> Kinds = new()
    {
        ["cd.wav"] = ["-c:a", "pcm_s16le"],
        ["cd.flac"] = ["-c:a", "flac", "-sample_fmt", "s16"],
        ["radio.mp3"] = ["-c:a", "libmp3lame", "-b:a", "192k"],
        ["stream.ogg"] = ["-c:a", "libvorbis", "-q:a", "5"],
        ["phone.m4a"] = ["-c:a", "aac", "-b:a", "160k"],
    };

    public static async Task RunAsync(int rounds, Results results)
    {
        using var folder = new TemporaryFolder();
        foreach (var (name, codec) in Kinds)
        {
            await FfmpegAsync(["-f", "lavfi", "-i", $"anoisesrc=d={Seconds}:c=pink:r=44100:a=0.3:seed=1", "-ac", "2", .. codec, "-bitexact", folder.File(name)]);
        }

        await using var one = await StartAsync(folder, "one", concurrency: 1);
        await using var two = await StartAsync(folder, "two", concurrency: 2);
        Console.WriteLine($"Files of {Seconds} s. Seconds of wall time, medians of {rounds} rounds; ratios are of rates, so above 1 verification is the faster.");
        var table = results.Begin("verification", "file", "ffmpeg plain", "ffmpeg ebur128=peak=true", "verification", "to ebur128", "to plain");
        foreach (var name in Kinds.Keys)
        {
            var (plain, filtered, verified) = (new List<double>(), new List<double>(), new List<double>());
            for (var round = 0; round < rounds; round++)
            {
                plain.Add(await TimeAsync(() => FfmpegAsync(["-i", folder.File(name), "-f", "null", "-"])));
                filtered.Add(await TimeAsync(() => FfmpegAsync(["-i", folder.File(name), "-af", "ebur128=peak=true:framelog=verbose", "-f", "null", "-"])));
                verified.Add(await VerifyAsync(one, [name]));
            }

            table.Add(name, plain.Median(), filtered.Median(), verified.Median(), filtered.Median() / verified.Median(), plain.Median() / verified.Median());
        }

        var (single, twofold) = (new List<double>(), new List<double>());
        for (var round = 0; round < rounds; round++)
        {
            single.Add(await VerifyAsync(one, Kinds.Keys));
            twofold.Add(await VerifyAsync(two, Kinds.Keys));
        }

        results.Begin("verification, workers", "all files", "with one, s", "with two, s", "times as much").Add(Kinds.Count, single.Median(), twofold.Median(), single.Median() / twofold.Median());
        results.Begin("verification, time to verdict", "from the 201 of", "to audio.verified, s").Add("radio.mp3", await ToVerdictAsync(one, folder.File("radio.mp3")));
    }

    private static async Task<ServerProcess> StartAsync(TemporaryFolder folder, string name, int concurrency)
    {
        var server = await ServerProcess.StartAsync(folder.File(name), "--Verification:Concurrency", $"{concurrency}");
        foreach (var file in Kinds.Keys)
        {
            using var content = new StreamContent(File.OpenRead(folder.File(file)));
            using var answer = await server.Client.PostAsync(new Uri($"/post?name={file}&wait=60", UriKind.Relative), content);
            answer.EnsureSuccessStatusCode();
        }

        for (var round = 0; round < WarmUps; round++)
        {
            await VerifyAsync(server, Kinds.Keys);
        }

        return server;
    }

    /// <summary>Has files verified again that are there already; seconds from the first request to the last verdict.</summary>
    private static async Task<double> VerifyAsync(ServerProcess server, IReadOnlyCollection<string> names)
    {
        var ids = new List<string>();
        foreach (var name in names)
        {
            using var info = await server.Client.GetAsync(new Uri($"/info?name={name}", UriKind.Relative));
            ids.Add((await info.JsonAsync()).Text("id")!);
        }

        using var events = await EventClient.OpenAsync(server.Client);
        return await TimeAsync(async () =>
        {
            foreach (var id in ids)
            {
                using var answer = await server.Client.PostAsync(new Uri($"/api/v1/audio/{id}/verification", UriKind.Relative), null);
                answer.EnsureSuccessStatusCode();
            }

            for (var verified = 0; verified < ids.Count; verified++)
            {
                await events.NextAsync("audio.verified");
            }
        });
    }

    private static async Task<double> ToVerdictAsync(ServerProcess server, string path)
    {
        using var events = await EventClient.OpenAsync(server.Client);
        using var content = new StreamContent(File.OpenRead(path));
        using var answer = await server.Client.PostAsync(new Uri("/post", UriKind.Relative), content);
        answer.EnsureSuccessStatusCode();
        return await TimeAsync(() => events.NextAsync("audio.verified"));
    }

    private static async Task FfmpegAsync(IEnumerable<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("ffmpeg", ["-v", "error", "-nostdin", "-y", .. arguments]))!;
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"ffmpeg {string.Join(' ', arguments)} ended with {process.ExitCode}.");
        }
    }

    private static async Task<double> TimeAsync(Func<Task> work)
    {
        var started = Stopwatch.GetTimestamp();
        await work();
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }
}
