using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using AudioServer.TestKit;

namespace AudioServer.FunctionalTests.Service;

/// <summary>The operator's verbs about accounts, beside a running server and without one.</summary>
public sealed class AccessVerbTests : IDisposable
{
    private const string Password = "orange kettle on the roof";
    private const string OtherPassword = "seven boats behind a mill";

    private readonly TemporaryFolder _folder = new();

    private string Data => _folder.File("data");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Users_are_added_listed_disabled_and_enabled(bool isBesideServer)
    {
        await using var server = isBesideServer ? await RequiredAsync() : null;

        (await DoneAsync("user", "list")).Should().BeEmpty();
        (await DoneWithPasswordAsync(Password, "user", "add", "bob")).Should().MatchRegex("^bob\tenabled\t[0-9-]{10}T[0-9:]{8}Z\n$");
        (await DoneWithPasswordAsync(Password, "user", "add", "Ålice")).Should().StartWith("Ålice\tenabled\t");
        (await DoneAsync("user", "disable", "BOB")).Should().StartWith("bob\tdisabled\t");
        (await DoneAsync("user", "list")).Split('\n').Select(line => string.Join(' ', line.Split('\t').Take(2))).Should().Equal("bob disabled", "Ålice enabled", "");
        (await DoneAsync("user", "enable", "bob")).Should().StartWith("bob\tenabled\t");
        (await DoneWithPasswordAsync(OtherPassword, "user", "passwd", "bob")).Should().StartWith("bob\tenabled\t");
    }

    [Fact]
    public async Task A_server_that_asks_for_accounts_and_has_none_says_how_to_add_the_first()
    {
        const string Hint = "bin/run user add NAME";
        await using (var open = await ServerProcess.StartAsync(Data))
        {
            await open.StopAsync();
            open.Errors.Should().NotContain(Hint);
        }

        await using (var server = await RequiredAsync())
        {
            server.Errors.Should().Contain(Hint);
            (await StatusAsync(server, "/list")).Should().Be(HttpStatusCode.Unauthorized);
            await DoneWithPasswordAsync(Password, "user", "add", "alice");
            await server.StopAsync();
        }

        await using var again = await RequiredAsync();
        again.Errors.Should().NotContain(Hint);
    }

    [Fact]
    public async Task What_a_verb_changes_holds_from_the_very_next_request_on()
    {
        await using var server = await RequiredAsync();
        await DoneWithPasswordAsync(Password, "user", "add", "alice");
        var (laptop, recorder) = (await TokenAsync("laptop"), await TokenAsync("recorder", "--scopes", "write"));
        var session = await SignInAsync(server, Password);
        (await StatusAsync(server, "/list", laptop)).Should().Be(HttpStatusCode.OK);
        (await StatusAsync(server, "/list", recorder)).Should().Be(HttpStatusCode.Forbidden, "it may only write");
        (await StatusAsync(server, "/api/v1/me", cookie: session)).Should().Be(HttpStatusCode.OK);

        // A disabled user, by any credential.
        await DoneAsync("user", "disable", "alice");
        (await StatusAsync(server, "/list", laptop)).Should().Be(HttpStatusCode.Unauthorized);
        (await StatusAsync(server, "/api/v1/me", cookie: session)).Should().Be(HttpStatusCode.Unauthorized);
        await DoneAsync("user", "enable", "alice");
        (await StatusAsync(server, "/list", laptop)).Should().Be(HttpStatusCode.OK);
        (await StatusAsync(server, "/api/v1/me", cookie: session)).Should().Be(HttpStatusCode.Unauthorized, "sessions ended for good");

        // Another password: sessions end, tokens stay.
        session = await SignInAsync(server, Password);
        await DoneWithPasswordAsync(OtherPassword, "user", "passwd", "alice");
        (await StatusAsync(server, "/api/v1/me", cookie: session)).Should().Be(HttpStatusCode.Unauthorized);
        (await StatusAsync(server, "/list", laptop)).Should().Be(HttpStatusCode.OK);
        using (var old = await PostSessionAsync(server, Password))
        {
            await old.ProblemAsync(HttpStatusCode.Unauthorized, "invalid_credentials");
        }

        session = await SignInAsync(server, OtherPassword);

        // A revoked token, and no other.
        var ids = (await DoneAsync("token", "list", "--user", "alice")).Split('\n')[..2].ToDictionary(line => line.Split('\t')[1], line => line.Split('\t')[0]);
        await DoneAsync("token", "revoke", ids["laptop"]);
        (await StatusAsync(server, "/list", laptop)).Should().Be(HttpStatusCode.Unauthorized);
        (await StatusAsync(server, "/list", recorder)).Should().Be(HttpStatusCode.Forbidden);
        (await DoneAsync("token", "list", "--user", "alice")).Should().StartWith($"{ids["recorder"]}\trecorder\twrite\tdoes not expire\n").And.NotContain("laptop");

        await server.StopAsync();
        string[] secrets = [Password, OtherPassword, laptop, recorder, session.Split('=', 2)[1]];
        server.Errors.Should().ContainAll("access.user_added alice", "access.signed_in user alice", "access.sign_in_failed user alice invalid_credentials", "access.user_disabled alice", "access.password_changed alice", "access.token_created", "access.token_revoked", "access.denied invalid_token GET /list");
        secrets.Should().OnlyContain(secret => !server.Errors.Contains(secret, StringComparison.Ordinal), "no secret is logged");
        var kept = Directory.GetFiles(Data, "audioserver.db*").Select(file => Encoding.Latin1.GetString(File.ReadAllBytes(file))).ToList();
        secrets.Should().OnlyContain(secret => !kept.Exists(file => file.Contains(secret, StringComparison.Ordinal)), "no secret is kept as it is");
    }

    [Fact]
    public async Task What_is_made_without_a_server_is_good_for_the_next()
    {
        await DoneWithPasswordAsync(Password, "user", "add", "alice");
        var laptop = await TokenAsync("laptop", "--expires", "2999-12-31T00:00:00Z");
        var lost = await TokenAsync("lost\u202Etxt");
        var list = (await DoneAsync("token", "list", "--user", "alice")).Split('\n');
        list[0].Should().EndWith("\tlaptop\tread,write\texpires 2999-12-31T00:00:00Z");
        list[1].Should().Contain("\tlost\uFFFDtxt\t");
        list.Should().NotContain(line => line.Contains("aus_", StringComparison.Ordinal), "a token is shown once");
        await DoneAsync("token", "revoke", list[1].Split('\t')[0]);

        await using var server = await RequiredAsync();

        (await StatusAsync(server, "/list", laptop)).Should().Be(HttpStatusCode.OK);
        (await StatusAsync(server, "/list", lost)).Should().Be(HttpStatusCode.Unauthorized);
        await SignInAsync(server, Password);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Rotating_the_key_ends_every_link(bool isBesideServer)
    {
        var first = await RequiredAsync();
        await DoneWithPasswordAsync(Password, "user", "add", "alice");
        var token = await TokenAsync("laptop");
        var id = (await UploadAsync(first, "take.wav", Requests.Wav, token)).Text("id");
        var link = await LinkAsync(first, id!, token);
        (await StatusAsync(first, link)).Should().Be(HttpStatusCode.OK);
        if (!isBesideServer)
        {
            await first.StopAsync();
        }

        await DoneAsync("link-key", "rotate");

        var second = isBesideServer ? first : await RequiredAsync();
        using (var answer = await second.Client.GetAsync(new Uri(link, UriKind.Relative)))
        {
            await answer.ProblemAsync(HttpStatusCode.Forbidden, "invalid_link");
        }

        (await StatusAsync(second, await LinkAsync(second, id!, token))).Should().Be(HttpStatusCode.OK, "new ones are signed by the new key");
        second.Errors.Should().NotContain("signature=");
        await first.DisposeAsync();
        await second.DisposeAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_was_written_while_no_account_was_asked_for_is_adopted(bool isBesideServer)
    {
        await using (var open = await ServerProcess.StartAsync(Data))
        {
            await UploadAsync(open, "take.wav", Requests.Wav);
            await UploadAsync(open, "other.flac", Requests.Flac);
            await open.StopAsync();
        }

        var own = await File.ReadAllBytesAsync(Fixtures.MyFile);
        var server = await RequiredAsync();
        await DoneWithPasswordAsync(Password, "user", "add", "alice");
        await DoneWithPasswordAsync(Password, "user", "add", "bob");
        var (alice, bob) = (await TokenAsync("laptop"), await TokenAsync("laptop", "--user", "bob"));
        await UploadAsync(server, "take.wav", own, alice);
        (await StatusAsync(server, "/info?name=other.flac", alice)).Should().Be(HttpStatusCode.NotFound, "what local wrote is nobody's yet");
        if (!isBesideServer)
        {
            await server.StopAsync();
            await server.DisposeAsync();
        }

        (await DoneAsync("user", "adopt-local", "alice")).Should().Be("2 files are alice's now; 1 of them got another name.\n");
        (await DoneAsync("user", "adopt-local", "alice")).Should().StartWith("0 files are");

        server = isBesideServer ? server : await RequiredAsync();
        Dictionary<string, byte[]> expected = new() { ["take.wav"] = own, ["take (2).wav"] = Requests.Wav, ["other.flac"] = Requests.Flac };
        var list = await GetAsync(server, "/list", alice);
        list.GetProperty("items").EnumerateArray().ToDictionary(file => file.Text("name")!, file => file.Text("sha256")).Should().BeEquivalentTo(expected.ToDictionary(file => file.Key, file => Requests.Sha256(file.Value)));
        foreach (var (name, content) in expected)
        {
            using var request = Request(HttpMethod.Get, $"/download?name={Uri.EscapeDataString(name)}", alice);
            using var answer = await server.Client.SendAsync(request);
            (await answer.Content.ReadAsByteArrayAsync()).Should().Equal(content, name);
        }

        (await GetAsync(server, "/api/v1/me", alice)).GetProperty("usage").GetInt64().Should().Be(expected.Values.Sum(content => content.LongLength), "they count as hers");
        (await GetAsync(server, "/list", bob)).GetProperty("items").GetArrayLength().Should().Be(0);
        await server.DisposeAsync();
    }

    private static HttpRequestMessage Request(HttpMethod method, string path, string? token = null, string? cookie = null, HttpContent? content = null)
    {
        var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative)) { Content = content };
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        if (cookie is not null)
        {
            request.Headers.Add("Cookie", cookie);
        }

        return request;
    }

    private static async Task<HttpStatusCode> StatusAsync(ServerProcess server, string path, string? token = null, string? cookie = null)
    {
        using var request = Request(HttpMethod.Get, path, token, cookie);
        using var answer = await server.Client.SendAsync(request);
        return answer.StatusCode;
    }

    private static async Task<JsonElement> GetAsync(ServerProcess server, string path, string token)
    {
        using var request = Request(HttpMethod.Get, path, token);
        using var answer = await server.Client.SendAsync(request);
        return await answer.JsonAsync();
    }

    private static async Task<JsonElement> UploadAsync(ServerProcess server, string name, byte[] content, string? token = null)
    {
        using var request = Request(HttpMethod.Post, $"/post?name={name}", token, content: new ByteArrayContent(content));
        using var answer = await server.Client.SendAsync(request);
        return await answer.JsonAsync(HttpStatusCode.Created);
    }

    /// <summary>Path and query of a link to the whole file.</summary>
    private static async Task<string> LinkAsync(ServerProcess server, string id, string token)
    {
        using var request = Request(HttpMethod.Post, $"/api/v1/audio/{id}/links", token, content: JsonContent.Create(new { expiresIn = 600 }));
        using var answer = await server.Client.SendAsync(request);
        return new Uri((await answer.JsonAsync(HttpStatusCode.Created)).Text("url")!).PathAndQuery;
    }

    private static Task<HttpResponseMessage> PostSessionAsync(ServerProcess server, string password) =>
        server.Client.PostAsJsonAsync(new Uri("/api/v1/session", UriKind.Relative), new { username = "alice", password });

    /// <summary>The session's cookie, as a browser sends it back.</summary>
    private static async Task<string> SignInAsync(ServerProcess server, string password)
    {
        using var answer = await PostSessionAsync(server, password);
        await answer.JsonAsync();
        return answer.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
    }

    private Task<ServerProcess> RequiredAsync() => ServerProcess.StartAsync(Data, "--Auth:Mode", "Required");

    /// <summary>A token of alice's, unless the options say otherwise, which is all that is printed.</summary>
    private async Task<string> TokenAsync(string name, params string[] options)
    {
        var printed = await DoneAsync(["token", "create", name, "--user", "alice", .. options]);
        printed.Should().MatchRegex("^aus_[A-Za-z0-9_-]{43}\n$");
        return printed.TrimEnd();
    }

    private Task<string> DoneAsync(params string[] verb) => DoneWithPasswordAsync("", verb);

    /// <summary>What the verb printed; its exit code is 0, and neither stream holds the password.</summary>
    private async Task<string> DoneWithPasswordAsync(string password, params string[] verb)
    {
        var run = await RunAsync($"{password}\n", verb);
        run.ExitCode.Should().Be(0, "{0} said {1}", string.Join(' ', verb), run.Errors);
        (password.Length == 0 || !(run.Output + run.Errors).Contains(password, StringComparison.Ordinal)).Should().BeTrue("a password is never shown");
        run.Errors.Should().NotContain("aus_");
        return run.Output;
    }

    private Task<Run> RunAsync(string input, params string[] verb) => ServerProcess.RunAsync([verb[0], "--DataDirectory", Data, .. verb[1..]], input: input);
}
