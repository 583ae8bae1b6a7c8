using AudioServer.TestKit;

namespace AudioServer.Benchmarks.Load;

/// <summary>From the start of the process to its first answer (ours: to its first ready answer), and the memory it then has: over an empty folder, and again over the same.</summary>
internal static class StartBenchmark
{
    private const double Mebibyte = 1 << 20;

    public static async Task RunAsync(int rounds, Results results)
    {
        var table = results.Begin("start", "server", "first start ms", "start again ms", "at rest MiB");
        foreach (var name in new[] { Contender.Own, Contender.Bare, Contender.Nginx }.Where(name => name != Contender.Nginx || Contender.HasNginx))
        {
            var (first, again, memory) = (new List<double>(), new List<double>(), new List<double>());
            for (var round = 0; round < rounds; round++)
            {
                using var folder = new TemporaryFolder();
                foreach (var times in new[] { first, again })
                {
                    await using var server = await Contender.StartAsync(name, folder.File("data"));
                    times.Add(server.ReadyAfter.TotalMilliseconds);
                    memory.Add(ProcessFigures.PeakMemory(server.ProcessId) / Mebibyte);
                }
            }

            table.Add(name, first.Median(), again.Median(), memory.Median());
        }
    }
}
