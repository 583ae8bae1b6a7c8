using System.Net;
using System.Text.Json;
using AudioServer.TestKit;

namespace AudioServer.FunctionalTests.Service;

public sealed class VerificationCrashTests : IDisposable
{
    private const int Files = 20;

    /// <summary>As many as a file has tries: one that was at work at a kill is begun again only behind those that were not.</summary>
    private const int Kills = 3;

    /// <summary>Some 75 s of stereo: of so many files some are left when one has been verified.</summary>
    private const int Size = 13_500_044;

    /// <summary>An hour of it: long enough to be stopped in the midst of.</summary>
    private const int LongSize = 600_000_044;

    private readonly TemporaryFolder _folder = new();

    private string Data => _folder.File("data");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Killed_while_it_verifies_it_goes_on_after_the_next_start_and_each_file_is_verified_once()
    {
        string? begun = null;
        for (var kill = 0; kill < Kills; kill++)
        {
            await using var server = await ServerProcess.StartAsync(Data, "--Verification:Concurrency", "4");
            using var events = await EventClient.OpenAsync(server.Client, begun);
            begun ??= events.LastId;
            if (kill == 0)
            {
                await Task.WhenAll(Enumerable.Range(0, Files).Select(number => UploadAsync(server, number)));
            }

            // It is at work, and has done some.
            (await events.NextAsync("audio.verified")).Data.GetProperty("verification").Text("state").Should().Be("ok");
            await server.KillAsync();
            await LeftBehind.ShouldBeNobodyAsync(_folder.Path);
        }

        await using var last = await ServerProcess.StartAsync(Data, "--Verification:Concurrency", "4");
        using var all = await EventClient.OpenAsync(last.Client, begun);
        var verified = new List<string>();
        while (verified.Count < Files)
        {
            verified.Add((await all.NextAsync("audio.verified")).Data.Text("id")!);
        }

        verified.Should().OnlyHaveUniqueItems();
        var list = await ListAsync(last, "state=ok");
        list.GetProperty("total").GetInt32().Should().Be(Files);
        (await last.ReconcileAsync(dryRun: true, checkDigests: true)).GetProperty("isSound").GetBoolean().Should().BeTrue();
        (await last.StopAsync()).Should().Be(0);
        await LeftBehind.ShouldBeNobodyAsync(_folder.Path);
    }

    [Fact]
    public async Task Told_to_stop_while_it_verifies_it_ends_at_once_and_the_try_does_not_count()
    {
        // More often than there are tries.
        for (var start = 0; start < 4; start++)
        {
            await using var server = await ServerProcess.StartAsync(Data);
            if (start == 0)
            {
                await UploadAsync(server, 0, LongSize);
            }

            using var events = await EventClient.OpenAsync(server.Client);
            (await events.NextAsync("audio.progress")).Data.GetProperty("verification").GetProperty("progress").GetDouble().Should().BeInRange(0, 0.99);
            (await server.StopAsync()).Should().Be(0);
            await LeftBehind.ShouldBeNobodyAsync(_folder.Path);
        }

        await using var last = await ServerProcess.StartAsync(Data);
        (await ListAsync(last, "state=broken")).GetProperty("total").GetInt32().Should().Be(0);
        (await ListAsync(last, "sort=name")).GetProperty("total").GetInt32().Should().Be(1);
    }

    [Fact]
    public async Task A_file_that_takes_too_long_is_given_up_after_three_tries_and_the_queue_goes_on()
    {
        await using var server = await ServerProcess.StartAsync(Data, "--Verification:TimeoutFactor", "0", "--Verification:MinTimeout", "00:00:00.300", "--Verification:RetryDelay", "00:00:00");
        using var events = await EventClient.OpenAsync(server.Client);
        await UploadAsync(server, 0, LongSize);

        var given = await events.NextAsync("audio.verified");

        given.Data.GetProperty("verification").Text("state").Should().Be("broken");
        given.Data.GetProperty("verification").GetProperty("firstFinding").Text("code").Should().Be("timed_out");
        await LeftBehind.ShouldBeNobodyAsync(Path.Combine(Data, "blobs"));
    }

    private static async Task UploadAsync(ServerProcess server, int number, long size = Size)
    {
        using var answer = await server.Client.PostAsync(new Uri($"/post?name={number}.wav", UriKind.Relative), new Wav(size, number).ToContent());
        await answer.JsonAsync(HttpStatusCode.Created);
    }

    private static async Task<JsonElement> ListAsync(ServerProcess server, string query)
    {
        using var answer = await server.Client.GetAsync(new Uri($"/list?limit=1&count=true&{query}", UriKind.Relative));
        return await answer.JsonAsync();
    }
}
