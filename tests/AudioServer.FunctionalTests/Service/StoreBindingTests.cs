using System.Net;
using Amazon.S3.Model;
using AudioServer.Api.Hosting;
using AudioServer.Application.Maintenance;
using AudioServer.Domain.Failures;
using AudioServer.FunctionalTests.Access;
using AudioServer.Infrastructure;
using AudioServer.Infrastructure.Moving;
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
            (await RefusalAsync([.. Far, .. wrong])).Should().Match("The storage, *, is not the one that the database belongs to: its store.id is missing*");
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
        (await RefusalAsync(Far)).Should().Contain($"The storage, {Bucket}/{Prefix}, is not the one that the database belongs to: its store.id says ");
    }

    [Fact]
    public async Task A_database_with_files_is_tied_to_none_but_a_store_that_has_some_of_them()
    {
        var id = await FillFarAsync("a.wav");
        await ForgetAsync();
        var foreign = Guid.NewGuid().ToString("N");
        string[] wrong = [.. Far, "--Storage:S3:Prefix", "mian"];
        await Store.Client.PutObjectAsync(new PutObjectRequest { BucketName = Bucket, Key = $"mian/{foreign}", ContentBody = "another's" });

        (await RefusalAsync(wrong)).Should().Contain($"The storage, {Bucket}/mian/, has none of the database's files.");
        (await Store.BlobsAsync(Bucket)).Should().BeEquivalentTo($"mian/{foreign}", Prefix + Key(id));

        // Also a copy of the database from before it knew its store.
        await (await StartAsync(Far)).DisposeAsync();
        await ForgetAsync();
        await (await StartAsync(Far)).DisposeAsync();
        (await RefusalAsync(wrong)).Should().Contain("its store.id is missing");
    }

    [Fact]
    public async Task Verbs_that_have_nothing_to_do_with_the_store_need_not_be_told_of_it()
    {
        string[] told = ["--DataDirectory", Folder.File("far"), .. TestDatabase.Options(Postgres.ConnectionString(Database))];

        (await ServerProcess.RunAsync(["user", "list", .. told])).ExitCode.Should().Be(0);
        await FillFarAsync("a.wav");
        (await ServerProcess.RunAsync(["user", "list", .. told])).ExitCode.Should().Be(0);
        foreach (var verb in (string[])["reconcile", "verify"])
        {
            var refused = await ServerProcess.RunAsync([verb, .. told]);

            refused.ExitCode.Should().Be(2);
            refused.Errors.Should().Contain($"The storage, {Folder.File("far")}/blobs, is not the one that the database belongs to: its store.id is missing");
        }
    }

    [Fact]
    public async Task A_mark_that_no_server_has_written_is_not_repeated()
    {
        await FillFarAsync("a.wav");
        await Store.Client.PutObjectAsync(new PutObjectRequest { BucketName = Bucket, Key = $"{Prefix}store.id", ContentBody = "\u001b[31mred" });

        (await RefusalAsync(Far)).Should().MatchRegex($"^The storage, {Bucket}/{Prefix}, has a store.id that no server has written. Of the database's storage it says [0-9a-f]{{64}}\\.$");
    }

    [Fact]
    public async Task Bytes_alone_move_and_the_database_has_its_store_in_both_places()
    {
        var id = await FillFarAsync("a.wav");
        string[] moved = [.. Far, "--Storage:S3:Prefix", "moved", "--DataDirectory", Folder.File("moved")];
        (await RefusalAsync(moved)).Should().Contain("its store.id is missing");

        (await MigrateAsync(Far, SettingsFile("moved.json", moved))).Should().Match<MigrationReport>(report => report.CopiedBlobs == 1 && report.CopiedRows == 0 && report.IsSound);

        await using var server = await StartAsync(moved, "Open");
        (await server.Client.GetByteArrayAsync(new Uri($"/api/v1/audio/{id}/content", UriKind.Relative))).Should().Equal(Requests.Wav);
    }

    [Fact]
    public async Task A_move_that_is_refused_leaves_the_target_its_store()
    {
        await FillAsync(1);
        await using (var server = await StartAsync(Far))
        {
            await server.AddUserAsync("alice");
        }

        await FluentActions.Awaiting(() => MigrateAsync(Near, SettingsFile("slip.json", [.. Far, "--Storage:S3:Prefix", "slip"]))).Should().ThrowAsync<DataUnusableException>();

        await (await StartAsync(Far)).DisposeAsync();
    }

    [Fact]
    public async Task A_store_that_was_away_at_the_start_is_looked_at_before_it_is_believed()
    {
        var id = await FillFarAsync("a.wav");
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

    private async Task<string> FillFarAsync(string name)
    {
        await using var server = await StartAsync(Far, "Open");
        return (await server.PostAsync($"?name={name}", Requests.Wav).CreatedAsync()).Text("id")!;
    }

    /// <summary>As it was before databases knew their stores.</summary>
    private async Task ForgetAsync()
    {
        await Postgres.RunAsync(Database, """DELETE FROM "ServerKeys" """);
        await Store.Client.DeleteObjectAsync(Bucket, "mian/store.id");
    }

    private static async Task<string> RefusalAsync(string[] settings)
    {
        await using var app = ServerHost.Create([.. settings, "--DataDirectory", settings[Array.LastIndexOf(settings, "--DataDirectory") + 1] + "-other", "--Serilog:MinimumLevel:Default", "Fatal"]);
        return (await FluentActions.Awaiting(() => app.Services.AcquireDataAsync(CancellationToken.None)).Should().ThrowAsync<DataUnusableException>()).Which.Message;
    }
}
