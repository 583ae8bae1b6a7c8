using System.Net;
using AudioServer.FunctionalTests.Access;
using AudioServer.TestKit;

namespace AudioServer.FunctionalTests.Service;

/// <summary>Two servers with data directories of their own, one database between them, and one place for the bytes.</summary>
[Trait("Needs", "postgres")]
public sealed class PostgresNodesTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private string _name = null!;
    private string[] _database = null!;
    private AudioServerApp _api = null!;
    private AudioServerApp _worker = null!;

    public async Task InitializeAsync()
    {
        // Empty, and both start at once.
        var postgres = await PostgresServer.GetAsync();
        _name = await postgres.MakeDatabaseAsync(isEmpty: true);
        _database = TestDatabase.Options(postgres.ConnectionString(_name));
        foreach (var node in (string[])["api", "worker"])
        {
            Directory.CreateDirectory(_folder.File(node));
            Directory.CreateSymbolicLink(Path.Combine(_folder.File(node), "blobs"), Directory.CreateDirectory(_folder.File("blobs")).FullName);
        }

        string[] settings = [.. _database, "--Auth:Mode", "Required", "--Limits:QuotaBytes", $"{10 * Requests.Wav.Length}"];
        var nodes = await Task.WhenAll(
            Task.Run(() => AudioServerApp.StartAsync(dataDirectory: _folder.File("api"), settings: settings)),
            Task.Run(() => AudioServerApp.StartAsync(dataDirectory: _folder.File("worker"), settings: [.. settings, "--Verification:Concurrency", "1", "--Verification:RetryDelay", "00:00:01"])));
        (_api, _worker) = (nodes[0], nodes[1]);
    }

    public async Task DisposeAsync()
    {
        await _api.DisposeAsync();
        await _worker.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task What_one_node_does_the_other_knows_and_tells()
    {
        using var alice = await _api.AddClientAsync("alice");
        using var elsewhere = _worker.ClientOf(await _api.AddTokenAsync("alice"));
        using var here = await EventClient.OpenAsync(alice);
        using var there = await EventClient.OpenAsync(elsewhere);

        // Uploaded at one, verified by the other, and waited for at the first.
        using var uploaded = await alice.UploadAsync("take.wav", Requests.Wav, "&wait=60");
        var file = await uploaded.JsonAsync(HttpStatusCode.Created);

        file.GetProperty("verification").Text("state").Should().Be("ok");
        foreach (var events in (EventClient[])[here, there])
        {
            (await events.NextAsync("audio.created")).Data.Text("name").Should().Be("take.wav");
            (await events.NextAsync("audio.verified")).Data.GetRawText().Should().Be(file.GetRawText());
        }

        // A stream that broke at one node is gone on with at the other.
        using (var deleted = await elsewhere.DeleteAsync(new Uri("/delete?name=take.wav", UriKind.Relative)))
        {
            deleted.StatusCode.Should().Be(HttpStatusCode.NoContent);
        }

        using var again = await EventClient.OpenAsync(elsewhere, here.LastId);
        (await again.NextAsync())!.Type.Should().Be("audio.deleted");
    }

    [Fact]
    public async Task Uploads_racing_at_both_nodes_pass_no_quota_and_share_no_name()
    {
        using var alice = await _api.AddClientAsync("alice");
        using var elsewhere = _worker.ClientOf(await _api.AddTokenAsync("alice"));

        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(number => (number % 2 == 0 ? alice : elsewhere).UploadAsync("take.wav", Requests.Wav, "&onconflict=rename")));

        answers.Count(answer => answer.StatusCode == HttpStatusCode.Created).Should().Be(10);
        answers.Count(answer => answer.StatusCode == HttpStatusCode.RequestEntityTooLarge).Should().Be(30);
        using var list = await elsewhere.GetAsync(new Uri("/list?sort=name", UriKind.Relative));
        (await list.JsonAsync()).Names().Should().OnlyHaveUniqueItems().And.HaveCount(10);
    }

    [Fact]
    public async Task A_link_signed_at_one_node_opens_at_the_other_and_a_session_holds_at_both()
    {
        using var alice = await _api.AddClientAsync("alice");
        var id = await alice.UploadedAsync("take.wav", Requests.Wav);
        using var linked = await alice.PostAsync(new Uri($"/api/v1/audio/{id}/links", UriKind.Relative), new StringContent("""{"expiresIn":60}""", null, "application/json"));
        var link = new Uri((await linked.JsonAsync(HttpStatusCode.Created)).Text("url")!, UriKind.RelativeOrAbsolute);

        (await _worker.Client.GetByteArrayAsync(new Uri(link.IsAbsoluteUri ? link.PathAndQuery : link.OriginalString, UriKind.Relative))).Should().Equal(Requests.Wav);

        using var me = await _worker.SendAsync(HttpMethod.Get, "/api/v1/me", null, ("Cookie", await _api.SignInAsync("alice")));
        (await me.JsonAsync()).Text("name").Should().Be("alice");
    }

    [Fact]
    public async Task A_verdict_that_the_database_refuses_to_save_holds_up_no_other_file()
    {
        using var alice = await _api.AddClientAsync("alice");
        await RunAsync("""
            CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no'; END $$;
            CREATE TRIGGER refuse BEFORE UPDATE ON "AudioFiles" FOR EACH ROW WHEN (NEW."Name" = 'refused.wav' AND NEW."State" = 'Ok') EXECUTE FUNCTION refuse();
            """);
        await alice.UploadedAsync("refused.wav", Requests.Wav);

        using var other = await alice.UploadAsync("other.wav", Requests.Wav, "&wait=60");

        (await other.JsonAsync(HttpStatusCode.Created)).GetProperty("verification").Text("state").Should().Be("ok");
        await RunAsync("""DROP TRIGGER refuse ON "AudioFiles" """);
        using var events = await EventClient.OpenAsync(alice, "0");
        while ((await events.NextAsync("audio.verified")).Data.Text("name") != "refused.wav")
        {
            // Its try did not count, and it is not forgotten.
        }
    }

    private async Task RunAsync(string statements) => await (await PostgresServer.GetAsync()).RunAsync(_name, statements);
}
