using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using AudioServer.TestKit;

namespace AudioServer.FunctionalTests.Access;

/// <summary>Two users with files of the same name see nothing of each other.</summary>
public sealed class IsolationTests(IsolationTests.Verifying shared) : IClassFixture<IsolationTests.Verifying>, IAsyncLifetime
{
    /// <summary>Each test's own two.</summary>
    private readonly string _hers = $"alice-{Guid.NewGuid():N}", _his = $"bob-{Guid.NewGuid():N}";

    private HttpClient _alice = null!;
    private HttpClient _bob = null!;

    public async Task InitializeAsync() => (_alice, _bob) = (await shared.App.AddClientAsync(_hers), await shared.App.AddClientAsync(_his));

    public Task DisposeAsync()
    {
        _alice.Dispose();
        _bob.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Each_has_the_name_and_finds_the_own_file_behind_it()
    {
        var hers = await _alice.UploadedAsync("take.wav", Requests.Wav, "&wait=60");
        var his = await _bob.UploadedAsync("take.wav", Requests.Flac, "&wait=60");

        foreach (var (client, id, bytes) in new[] { (_alice, hers, Requests.Wav), (_bob, his, Requests.Flac) })
        {
            (await GetAsync(client, "/info?name=take.wav")).Text("id").Should().Be(id);
            (await GetAsync(client, "/list?count=true")).GetProperty("items").EnumerateArray().Select(file => file.Text("id")).Should().Equal(id);
            (await GetAsync(client, "/report?name=take.wav")).Text("id").Should().Be(id);
            (await client.GetByteArrayAsync(new Uri("/download?name=take.wav", UriKind.Relative))).Should().Equal(bytes);
        }
    }

    [Fact]
    public async Task By_its_id_another_s_file_is_not_there_whatever_is_asked()
    {
        var hers = await _alice.UploadedAsync("take.wav", Requests.Wav, "&wait=60");
        var absent = Guid.CreateVersion7();

        foreach (var (method, path) in new[]
        {
            ("GET", ""), ("GET", "/content"), ("GET", "/content?format=mp3"), ("GET", "/report"), ("GET", "/waveform"), ("HEAD", ""), ("DELETE", ""), ("PATCH", ""), ("POST", "/verification"), ("POST", "/links"),
        })
        {
            var (theirs, nobodys) = (await SendAsync(_bob, method, $"/api/v1/audio/{hers}{path}"), await SendAsync(_bob, method, $"/api/v1/audio/{absent}{path}"));

            theirs.Status.Should().Be(HttpStatusCode.NotFound, "{0} {1}", method, path);
            theirs.Should().Be((nobodys.Status, nobodys.Body.Replace(absent.ToString(), hers, StringComparison.Ordinal)), "{0} {1}: that it exists is not told", method, path);
        }

        (await GetAsync(_alice, $"/api/v1/audio/{hers}")).Text("name").Should().Be("take.wav");
    }

    [Fact]
    public async Task Events_are_of_the_own_files_alone()
    {
        using var hers = await EventClient.OpenAsync(_alice);
        using var his = await EventClient.OpenAsync(_bob);

        await _alice.UploadedAsync("hers.wav", Requests.Wav, "&wait=60");
        await _bob.UploadedAsync("his.wav", Requests.Wav, "&wait=60");

        foreach (var (events, name) in new[] { (hers, "hers.wav"), (his, "his.wav") })
        {
            (await events.NextAsync("audio.created")).Data.Text("name").Should().Be(name);
            (await events.NextAsync("audio.verified")).Data.Text("name").Should().Be(name);
        }
    }

    [Fact]
    public async Task A_cursor_of_another_s_is_worth_nothing()
    {
        for (var number = 0; number < 3; number++)
        {
            await _alice.UploadedAsync($"{number}.wav", Requests.Wav);
        }

        var cursor = (await GetAsync(_alice, "/list?limit=1")).Text("next");
        using var answer = await _bob.GetAsync(new Uri($"/list?limit=1&cursor={Uri.EscapeDataString(cursor!)}", UriKind.Relative));

        await answer.ProblemAsync(HttpStatusCode.BadRequest, "invalid_cursor");
    }

    [Fact]
    public async Task A_taken_name_tells_of_the_own_file_alone()
    {
        await _alice.UploadedAsync("take.wav", Requests.Wav);
        var his = await _bob.UploadedAsync("take.wav", Requests.Flac);

        using var again = await _bob.UploadAsync("take.wav", Requests.Wav);
        var problem = await again.ProblemAsync(HttpStatusCode.Conflict, "name_taken");

        problem.Text("id").Should().Be(his);
    }

    [Fact]
    public async Task Replacing_takes_the_own_file_s_name_alone()
    {
        var hers = await _alice.UploadedAsync("take.wav", Requests.Wav);

        await _bob.UploadedAsync("take.wav", Requests.Flac, "&onconflict=replace");

        (await GetAsync(_alice, "/info?name=take.wav")).Text("id").Should().Be(hers);
    }

    [Fact]
    public async Task A_token_of_another_s_cannot_be_seen_or_revoked()
    {
        var hers = (await GetAsync(_alice, "/api/v1/tokens")).GetProperty("items")[0].Text("id");

        (await GetAsync(_bob, "/api/v1/tokens")).GetProperty("items").EnumerateArray().Select(token => token.Text("id")).Should().NotContain(hers);
        (await SendAsync(_bob, "DELETE", $"/api/v1/tokens/{hers}")).Status.Should().Be(HttpStatusCode.NotFound);
        (await GetAsync(_alice, "/api/v1/me")).Text("name").Should().Be(_hers);
    }

    private static Task<JsonElement> GetAsync(HttpClient client, string path) => client.GetFromJsonAsync<JsonElement>(new Uri(path, UriKind.Relative));

    /// <summary>The status, and what of the problem is not of this request alone.</summary>
    private static async Task<(HttpStatusCode Status, string Body)> SendAsync(HttpClient client, string method, string path)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(path, UriKind.Relative));
        request.Content = method switch
        {
            "PATCH" => JsonContent.Create(new { name = "x.wav" }),
            "POST" when path.EndsWith("/links", StringComparison.Ordinal) => JsonContent.Create(new { expiresIn = 60 }),
            _ => null,
        };
        using var answer = await client.SendAsync(request);
        var body = await answer.Content.ReadAsStringAsync();
        return (answer.StatusCode, body.Length == 0 ? "" : string.Join('\n', JsonDocument.Parse(body).RootElement.EnumerateObject().Where(member => member.Name != "traceId").Select(member => member.ToString())));
    }

    public sealed class Verifying() : SharedServer(null, "--Auth:Mode", "Required", "--Verification:Concurrency", "1");
}
