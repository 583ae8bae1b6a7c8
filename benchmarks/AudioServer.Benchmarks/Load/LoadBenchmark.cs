using System.Diagnostics;
using AudioServer.TestKit;

namespace AudioServer.Benchmarks.Load;

/// <summary>
/// Our server beside a bare Kestrel and nginx, each a process of its own, under the same requests from the same clients. The servers take turns within a round,
/// beginning with another one each round; what is told are medians over rounds, of rates as of ratios.
/// </summary>
internal sealed class LoadBenchmark(Options options, Results results)
{
    private readonly TimeSpan _turn = TimeSpan.FromSeconds(options.Number("--seconds", 2));
    private readonly TimeSpan _warmUp = TimeSpan.FromSeconds(options.Number("--warm-up", 10));
    private readonly int _rounds = options.Number("--rounds", 5);
    private readonly TestFiles _files = new(new Wav(Scenario.SmallSize, 1).ToArray(), new Wav(Scenario.LargeSize, 2).ToArray());

    public async Task RunAsync()
    {
        var chosen = options.List("--only", string.Join(',', Scenario.All.Select(scenario => scenario.Group)));
        if (!Contender.HasNginx)
        {
            Console.WriteLine("nginx is not installed (Debian: nginx-light), so its columns stay empty.");
        }

        using var folder = new TemporaryFolder();
        var table = results.Begin("load", "scenario", "clients", "unit", Contender.Own, Contender.Bare, Contender.Durable, Contender.Nginx, "CPU ms a request", "its CPU ms", "to bare", "aim", "to flushing", "to nginx", "aim for nginx");
        foreach (var scenario in Scenario.All.Where(scenario => chosen.Contains(scenario.Group)))
        {
            // Away with each scenario's files, before they fill the disk.
            var place = folder.File("scenario");
            await MeasureAsync(scenario, place, table);
            Directory.Delete(place, recursive: true);
        }
    }

    private async Task MeasureAsync(Scenario scenario, string place, ResultTable table)
    {
        var servers = new List<Contender>();
        try
        {
            // What an upload sets going afterwards is measured by the mixed load, which is long enough for it.
            string[] own = scenario.Group == "mixed" ? [] : ["--Verification:Concurrency", "0"];
            foreach (var name in Names(scenario))
            {
                servers.Add(await Contender.StartAsync(name, Path.Combine(place, name), name == Contender.Own ? own : []));
                Prepare(servers[^1]);
            }

            // A server just started compiles itself while it serves: for some ten seconds that is most of what it does.
            servers.ForEach(server => Take(server, scenario, _warmUp));

            var turns = servers.ToDictionary(server => server.Name, _ => new List<Turn>());
            for (var round = 0; round < _rounds; round++)
            {
                for (var at = 0; at < servers.Count; at++)
                {
                    var server = servers[(round + at) % servers.Count];
                    turns[server.Name].Add(Take(server, scenario, _turn));
                }
            }

            Tell(table, scenario, turns);
        }
        finally
        {
            foreach (var server in servers)
            {
                await server.DisposeAsync();
            }
        }
    }

    private static IEnumerable<string> Names(Scenario scenario)
    {
        yield return Contender.Own;
        yield return Contender.Bare;
        if (scenario.Name.StartsWith("upload", StringComparison.Ordinal))
        {
            yield return Contender.Durable;
        }

        if (Contender.HasNginx)
        {
            yield return Contender.Nginx;
        }
    }

    private void Prepare(Contender server)
    {
        using var client = new Client(server, _files, seed: 0);
        client.Upload(Scenario.Small, _files.Small);
        client.Upload(Scenario.Large, _files.Large);
    }

    /// <summary>All clients send, one request after the other, until the time is over; requests under way are then waited for.</summary>
    private Turn Take(Contender server, Scenario scenario, TimeSpan duration)
    {
        // What the one before has written is not the next one's to wait for.
        Process.Start("sync").WaitForExit();
        var clients = Enumerable.Range(1, scenario.Clients).Select(seed => new Client(server, _files, seed)).ToList();
        var (sent, faults) = (0L, new List<Exception>());
        var cpu = ProcessFigures.CpuSeconds(server.ProcessId);
        var started = Stopwatch.GetTimestamp();
        var threads = clients.ConvertAll(client => new Thread(() => SendUntilOver(client)));
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        cpu = ProcessFigures.CpuSeconds(server.ProcessId) - cpu;
        clients.ForEach(client => client.Dispose());
        return faults.Count == 0 ? new Turn(sent / seconds, cpu / sent) : throw new InvalidOperationException($"{server.Name}, {scenario.Name}: {faults[0].Message}", faults[0]);

        void SendUntilOver(Client client)
        {
            try
            {
                while (Stopwatch.GetElapsedTime(started) < duration)
                {
                    client.Send(scenario.Send);
                    Interlocked.Increment(ref sent);
                }
            }
            catch (Exception fault)
            {
                lock (faults)
                {
                    faults.Add(fault);
                }
            }
        }
    }

    private static void Tell(ResultTable table, Scenario scenario, Dictionary<string, List<Turn>> turns)
    {
        var own = turns[Contender.Own];
        table.Add(
            scenario.Name,
            scenario.Clients,
            scenario.Bytes is null ? "requests/s" : "MB/s",
            Rate(Contender.Own),
            Rate(Contender.Bare),
            Rate(Contender.Durable),
            Rate(Contender.Nginx),
            own.Select(turn => 1000 * turn.CpuSeconds).Median(),
            turns[Contender.Bare].Select(turn => 1000 * turn.CpuSeconds).Median(),
            Ratio(Contender.Bare),
            scenario.ToBare,
            Ratio(Contender.Durable),
            Ratio(Contender.Nginx),
            scenario.ToNginx);

        double? Rate(string name) => turns.TryGetValue(name, out var its) ? its.Select(turn => turn.Rate).Median() * (scenario.Bytes ?? 1e6) / 1e6 : null;
        double? Ratio(string name) => turns.TryGetValue(name, out var its) ? own.Zip(its, (ours, theirs) => ours.Rate / theirs.Rate).Median() : null;
    }

    /// <param name="Rate">Requests a second.</param>
    /// <param name="CpuSeconds">Of the server and its children, a request.</param>
    private sealed record Turn(double Rate, double CpuSeconds);
}
