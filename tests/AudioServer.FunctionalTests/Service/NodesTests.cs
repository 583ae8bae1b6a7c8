using System.Diagnostics;
using System.Net;
using AudioServer.TestKit;
using Xunit.Abstractions;

namespace AudioServer.FunctionalTests.Service;

/// <summary>Several servers do together what one does, whatever becomes of any of them, of the database and of the store.</summary>
[Trait("Needs", "postgres")]
public sealed class NodesTests(ITestOutputHelper output)
{
    private const int Uploads = 500;
    private const int AtOnce = 8;

    /// <summary>Within which files that nobody works on are begun again, and all are done.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    [LoadFact]
    public async Task Each_of_500_uploads_is_verified_once_and_told_of_everywhere_though_a_worker_stands_still_for_longer_than_its_lease()
    {
        await using var nodes = await Nodes.StartAsync();
        using var events = await EventClient.OpenAsync(nodes.Apis[0].Client);
        var told = ReadAsync(events, Uploads);

        var uploads = UploadAsync(nodes, Uploads);
        await WaitAsync(async () => nodes.Acknowledged.Count > Uploads / 10 && await nodes.CountRunningAsync() == 2);
        nodes.Workers[0].Pause();
        (await uploads).Should().OnlyContain(status => status == HttpStatusCode.Created);
        await WaitAsync(async () => await nodes.CountUnverifiedAsync() == 0);
        nodes.Workers[0].GoOn();

        // It comes with the verdict it was about to give, and goes on to work.
        (await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => nodes.UploadAsync(nodes.Apis[1].Client)))).Should().OnlyContain(status => status == HttpStatusCode.Created);
        await WaitAsync(async () => await nodes.CountUnverifiedAsync() == 0);

        (await nodes.FindVerifiedOtherThanOnceAsync()).Should().BeNull();
        (await told.WaitAsync(Patience)).Should().BeSubsetOf(nodes.Acknowledged.Keys).And.HaveCount(Uploads);
        await ContentIsWholeAsync(nodes);
        output.WriteLine($"{nodes.Acknowledged.Count} files, each verified once");
    }

    [LoadFact]
    public async Task Whichever_server_is_killed_nothing_that_was_acknowledged_is_lost()
    {
        await using var nodes = await Nodes.StartAsync();
        foreach (var (all, number) in ((ServerProcess[], int)[])[(nodes.Workers, 0), (nodes.Apis, 1), (nodes.Workers, 1), (nodes.Apis, 0)])
        {
            var before = nodes.Acknowledged.Count;
            var uploads = UploadAsync(nodes, 40);
            await WaitAsync(() => Task.FromResult(nodes.Acknowledged.Count > before + 10));
            await nodes.ReplaceAsync(all, number);
            (await uploads).Should().OnlyContain(status => status == HttpStatusCode.Created || status == null);
        }

        await WaitAsync(async () => await nodes.CountUnverifiedAsync() == 0);
        (await nodes.FindVerifiedOtherThanOnceAsync()).Should().BeNull();
        await ContentIsWholeAsync(nodes);
        output.WriteLine($"{nodes.Acknowledged.Count} files were acknowledged, all are there");
    }

    [LoadFact]
    public async Task A_database_that_is_killed_20_times_loses_nothing_and_is_found_again_within_5_seconds()
    {
        var postgres = await PostgresServer.MakeAsync();
        await using var nodes = await Nodes.StartAsync(postgres: postgres);

        await RestartUnderLoadAsync(nodes, 20, postgres.StopAsync, postgres.StartAgainAsync);
    }

    [LoadFact]
    public async Task A_store_that_is_killed_10_times_loses_nothing_and_is_found_again_within_5_seconds()
    {
        var store = await S3Server.MakeAsync();
        await using var nodes = await Nodes.StartAsync(store: store);

        await RestartUnderLoadAsync(nodes, 10, store.StopAsync, store.StartAgainAsync);
    }

    private async Task RestartUnderLoadAsync(Nodes nodes, int times, Func<Task> stop, Func<Task> start)
    {
        using var end = new CancellationTokenSource();
        var load = Task.WhenAll(Enumerable.Range(0, 4).Select(async client =>
        {
            var statuses = new List<HttpStatusCode?>();
            while (!end.IsCancellationRequested)
            {
                statuses.Add(await nodes.UploadAsync(nodes.Apis[client % 2].Client));
            }

            return statuses;
        }));
        var slowest = TimeSpan.Zero;
        for (var restart = 0; restart < times; restart++)
        {
            var before = nodes.Acknowledged.Count;
            await WaitAsync(() => Task.FromResult(nodes.Acknowledged.Count > before + 5));
            await stop();
            (await nodes.Apis[0].Client.GetAsync(new Uri("/health/ready", UriKind.Relative))).StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
            (await nodes.Apis[0].Client.GetAsync(new Uri("/health/live", UriKind.Relative))).StatusCode.Should().Be(HttpStatusCode.OK);
            await start();
            var back = Stopwatch.StartNew();
            while (await nodes.UploadAsync(nodes.Apis[0].Client) != HttpStatusCode.Created || await nodes.UploadAsync(nodes.Apis[1].Client) != HttpStatusCode.Created)
            {
                back.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(5));
            }

            slowest = back.Elapsed > slowest ? back.Elapsed : slowest;
        }

        await end.CancelAsync();
        var statuses = (await load).SelectMany(all => all).ToList();
        output.WriteLine($"{times} restarts, {statuses.Count} uploads: {string.Join(", ", statuses.GroupBy(status => status).Select(group => $"{group.Count()} × {(int?)group.Key}"))}; found again after at most {slowest.TotalSeconds:0.0} s");
        statuses.Should().OnlyContain(status => status == HttpStatusCode.Created || status == HttpStatusCode.ServiceUnavailable);
        await WaitAsync(async () => await nodes.CountUnverifiedAsync() == 0);
        (await nodes.FindVerifiedOtherThanOnceAsync()).Should().BeNull();
        await ContentIsWholeAsync(nodes);
    }

    /// <summary>So many uploads, at both servers in turn.</summary>
    private static async Task<IReadOnlyList<HttpStatusCode?>> UploadAsync(Nodes nodes, int count)
    {
        var statuses = new List<HttpStatusCode?>();
        await Parallel.ForEachAsync(Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (number, _) =>
        {
            var status = await nodes.UploadAsync(nodes.Apis[number % 2].Client);
            lock (statuses)
            {
                statuses.Add(status);
            }
        });
        return statuses;
    }

    private static async Task<HashSet<string>> ReadAsync(EventClient events, int count)
    {
        var ids = new HashSet<string>();
        while (ids.Count < count && await events.NextAsync() is { } one)
        {
            if (one.Type == "audio.created")
            {
                ids.Add(one.Data.Text("id")!);
            }
        }

        return ids;
    }

    private static async Task ContentIsWholeAsync(Nodes nodes)
    {
        foreach (var (id, content) in nodes.Acknowledged)
        {
            (await nodes.Apis[0].Client.GetByteArrayAsync(new Uri($"/api/v1/audio/{id}/content", UriKind.Relative))).Should().Equal(content);
        }
    }

    private static async Task WaitAsync(Func<Task<bool>> condition)
    {
        var patience = Stopwatch.StartNew();
        while (!await condition())
        {
            patience.Elapsed.Should().BeLessThan(Patience);
            await Task.Delay(TimeSpan.FromSeconds(0.1));
        }
    }
}
