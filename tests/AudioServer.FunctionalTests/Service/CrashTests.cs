using System.Security.Cryptography;
using AudioServer.TestKit;
using Xunit.Abstractions;

namespace AudioServer.FunctionalTests.Service;

[Collection(RealProcess.Name)]
public sealed class CrashTests(ITestOutputHelper output)
{
    private const int Kills = 24;
    private const int Clients = 4;

    /// <summary>Servers tried at the same time, each with data of its own: a start keeps one processor busy.</summary>
    private const int Lanes = 2;

    [Fact]
    public async Task Killed_at_any_moment_under_load_it_keeps_all_it_acknowledged()
    {
        var tallies = await Task.WhenAll(Enumerable.Range(0, Lanes).Select(lane => KillAgainAndAgainAsync(Kills / Lanes, seed: lane)));

        output.WriteLine($"{tallies.Sum(tally => tally.Uploads)} uploads acknowledged, {tallies.Sum(tally => tally.Interrupted)} changes cut");
        tallies.Sum(tally => tally.Uploads).Should().BeGreaterThan(Kills, "the load is one");
        tallies.Sum(tally => tally.Interrupted).Should().BePositive("the moments are within requests");
    }

    private static async Task<(int Uploads, int Interrupted)> KillAgainAndAgainAsync(int kills, int seed)
    {
        using var folder = new TemporaryFolder();
        var data = folder.File("data");
        var random = new Random(seed);
        var clients = Enumerable.Range(0, Clients).Select(number => new LoadClient(number)).ToList();
        for (var kill = 0; kill < kills; kill++)
        {
            await using var server = await ServerProcess.StartAsync(data);
            await CheckAsync(server, clients);

            using var acknowledged = new SemaphoreSlim(0);
            var load = clients.Select(client => client.RunAsync(server.Address, acknowledged)).ToList();
            for (var moment = random.Next(14); moment > 0; moment--)
            {
                (await acknowledged.WaitAsync(TimeSpan.FromSeconds(60))).Should().BeTrue("requests are answered");
            }

            // The moment itself, anywhere within a request.
            await Task.Delay(random.Next(60));
            await server.KillAsync();
            await Task.WhenAll(load);
            await LeftBehind.ShouldBeNobodyAsync(folder.Path);
        }

        await using var last = await ServerProcess.StartAsync(data);
        await CheckAsync(last, clients);
        foreach (var (name, digest) in clients.SelectMany(client => client.Files))
        {
            await using var bytes = await last.Client.GetStreamAsync(new Uri($"/download?name={name}", UriKind.Relative));
            Convert.ToHexStringLower(await SHA256.HashDataAsync(bytes)).Should().Be(digest, name);
        }

        (await last.StopAsync()).Should().Be(0);
        return (clients.Sum(client => client.Uploads), clients.Sum(client => client.Interrupted));
    }

    private static async Task CheckAsync(ServerProcess server, IReadOnlyList<LoadClient> clients)
    {
        Directory.GetFiles(Path.Combine(server.DataDirectory, "tmp"), "upload-*").Should().BeEmpty("what was on its way is swept");
        var report = await server.ReconcileAsync(dryRun: true, checkDigests: true);
        report.GetProperty("isSound").GetBoolean().Should().BeTrue("every row has its bytes: {0}", report);

        var list = await (await server.Client.GetAsync(new Uri("/list?limit=1000&fields=name,sha256", UriKind.Relative))).JsonAsync();
        list.Text("next").Should().BeNull("one page holds all");
        var kept = list.GetProperty("items").EnumerateArray().ToDictionary(file => file.Text("name")!, file => file.Text("sha256")!);
        foreach (var client in clients)
        {
            client.Settle(kept);
        }

        kept.Should().BeEmpty("nothing is there that nobody sent");
    }
}
