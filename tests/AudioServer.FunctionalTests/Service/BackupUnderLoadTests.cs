using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using AudioServer.Application.Maintenance;
using AudioServer.FunctionalTests.Access;
using AudioServer.TestKit;
using Xunit.Abstractions;

namespace AudioServer.FunctionalTests.Service;

[Collection(RealProcess.Name)]
public sealed class BackupUnderLoadTests(ITestOutputHelper output)
{
    private const int Clients = 3;
    private const int Backups = 3;

    [SqliteFact("backup is refused with PostgreSQL")]
    public async Task Taken_under_load_and_restored_elsewhere_it_has_every_upload_that_was_acknowledged_before()
    {
        using var folder = new TemporaryFolder();
        var (backup, elsewhere) = (folder.File("backup"), folder.File("elsewhere"));
        await using var server = await ServerProcess.StartAsync(folder.File("data"), "--Verification:Concurrency", "1");

        // Others replace and delete without rest, and one client keeps what it sends.
        using var acknowledged = new SemaphoreSlim(0);
        var others = Enumerable.Range(0, Clients).Select(number => new LoadClient(number).RunAsync(server.Address, acknowledged)).ToList();
        var kept = new ConcurrentDictionary<string, string>();
        var keeping = KeepAsync(server.Address, kept, acknowledged);
        var before = new Dictionary<string, string>();
        for (var run = 0; run < Backups; run++)
        {
            for (var steps = 0; steps < 40; steps++)
            {
                (await acknowledged.WaitAsync(TimeSpan.FromSeconds(60))).Should().BeTrue("requests are answered");
            }

            before = new Dictionary<string, string>(kept);
            var report = await server.OperateAsync(new { backUp = new { directory = backup } });
            report.GetProperty("damaged").GetArrayLength().Should().Be(0, "{0}", report);
            output.WriteLine($"{before.Count} kept before backup {run + 1}, {kept.Count} after: {JsonSerializer.Serialize(report)}");
        }

        await server.KillAsync();
        await Task.WhenAll([.. others, keeping]);
        CopyFolder(backup, elsewhere);
        await using var restored = await AudioServerApp.StartAsync(dataDirectory: elsewhere);
        (await restored.OperateAsync(new ReconcileCommand(DryRun: true, CheckDigests: true))).Should().Match<ReconcileReport>(sound => sound.IsSound && sound.OrphanBlobs.Count == 0);
        before.Should().HaveCountGreaterThan(10);
        foreach (var (name, digest) in before)
        {
            await using var bytes = await restored.Client.GetStreamAsync(new Uri($"/download?name={name}", UriKind.Relative));
            Convert.ToHexStringLower(await SHA256.HashDataAsync(bytes)).Should().Be(digest, name);
        }
    }

    private static async Task KeepAsync(Uri server, ConcurrentDictionary<string, string> kept, SemaphoreSlim acknowledged)
    {
        using var client = new HttpClient { BaseAddress = server };
        try
        {
            for (var number = 0; ; number++)
            {
                var bytes = new Wav(20_000 + (2 * number), seed: -1 - number).ToArray();
                using var content = new ByteArrayContent(bytes);
                using var answer = await client.PostAsync(new Uri($"/post?name=kept-{number}.wav", UriKind.Relative), content);
                await answer.JsonAsync(HttpStatusCode.Created);
                kept[$"kept-{number}.wav"] = Convert.ToHexStringLower(SHA256.HashData(bytes));
                acknowledged.Release();
            }
        }
        catch (Exception gone) when (gone is HttpRequestException or IOException)
        {
            // The kill.
        }
    }

    private static void CopyFolder(string from, string to)
    {
        foreach (var path in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(to, Path.GetRelativePath(from, path));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(path, copy);
        }
    }
}
