using System.Net;
using AudioServer.Api.Hosting;
using AudioServer.Application.Maintenance;
using AudioServer.Domain.Failures;
using AudioServer.FunctionalTests.Access;
using AudioServer.Infrastructure;
using AudioServer.TestKit;

namespace AudioServer.FunctionalTests.Service;

/// <summary>A database and the store of its blobs know each other: no server works on one of them with another's.</summary>
[Trait("Needs", "postgres")]
[Trait("Needs", "radosgw")]
public sealed class StoreBindingTests : MigrationTest
{
    [Fact]
    public async Task A_node_with_another_bucket_prefix_or_directory_does_not_start()
    {
        await using var node = await StartAsync(Far);
        foreach (var wrong in (string[][])[["--Storage:S3:Prefix", "mian"], ["--Storage:S3:Bucket", await Store.MakeBucketAsync()], ["--Storage:Provider", "Local"]])
        {
            (await RefusalAsync([.. Far, .. wrong])).Should().Contain("The storage is not the one that the database belongs to: its store.id is missing");
        }

        await using var right = await StartAsync([.. Far, "--DataDirectory", Folder.File("right")]);
        (await right.GetJsonAsync("/health/ready")).GetProperty("parts").Text("storage").Should().Be("ok");
    }

    [Fact]
    public async Task Another_database_does_not_start_on_a_store_that_has_one()
    {
        await (await StartAsync(Far)).DisposeAsync();
        string[] other = [.. Far, "--Database:ConnectionString", Postgres.ConnectionString(await Postgres.MakeDatabaseAsync())];

        (await RefusalAsync(other)).Should().Contain("belongs to another database");

        await Store.Client.DeleteObjectAsync(Bucket, $"{Prefix}store.id");
        await (await StartAsync([.. other, "--DataDirectory", Folder.File("other")])).DisposeAsync();
        (await RefusalAsync(Far)).Should().Contain("is not the one that the database belongs to: its store.id says ");
    }

    [Fact]
    public async Task A_store_that_was_away_at_the_start_is_looked_at_before_it_is_believed()
    {
        string id;
        await using (var node = await StartAsync(Far, "Open"))
        {
            id = (await node.PostAsync("?name=a.wav", Requests.Wav).CreatedAsync()).Text("id")!;
        }

        await using var proxy = new FaultyProxy(Store.Address);
        proxy.GoDownAfter(0);
        await using var wrong = await AudioServerApp.StartAsync(dataDirectory: Folder.File("wrong"), settings: [.. Far, "--DataDirectory", Folder.File("wrong"), "--Storage:S3:ServiceUrl", proxy.Address.AbsoluteUri, "--Storage:S3:Prefix", "mian", "--Verification:Concurrency", "1"]);
        proxy.Recover();

        using var ready = await wrong.Client.GetAsync(new Uri("/health/ready", UriKind.Relative));
        (await ready.JsonAsync(HttpStatusCode.ServiceUnavailable)).GetProperty("parts").Text("storage").Should().Be("The storage is not the one that the database belongs to.");
        using var content = await wrong.Client.GetAsync(new Uri($"/api/v1/audio/{id}/content", UriKind.Relative));
        await content.ProblemAsync(HttpStatusCode.ServiceUnavailable, "unavailable");
        using var upload = await wrong.PostAsync("?name=b.wav", Requests.Wav);
        await upload.ProblemAsync(HttpStatusCode.ServiceUnavailable, "unavailable");
        await FluentActions.Awaiting(() => wrong.OperateAsync(new ReconcileCommand(DryRun: false, CheckDigests: true))).Should().ThrowAsync<Unavailable>();
        (await wrong.GetJsonAsync($"/api/v1/audio/{id}")).GetProperty("verification").Text("state").Should().BeOneOf("pending", "running");
    }

    private static async Task<string> RefusalAsync(string[] settings)
    {
        await using var app = ServerHost.Create([.. settings, "--DataDirectory", settings[Array.LastIndexOf(settings, "--DataDirectory") + 1] + "-other", "--Serilog:MinimumLevel:Default", "Fatal"]);
        return (await FluentActions.Awaiting(() => app.Services.AcquireDataAsync(CancellationToken.None)).Should().ThrowAsync<DataUnusableException>()).Which.Message;
    }
}
