using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using AudioServer.Application.Access;
using AudioServer.Domain.Access;
using AudioServer.TestKit;

namespace AudioServer.FunctionalTests.Access;

public sealed class LinkTests(AccountsServer shared) : IClassFixture<AccountsServer>, IAsyncLifetime
{
    private readonly FixedClock _clock = shared.Clock;
    private readonly AudioServerApp _server = shared.App;

    /// <summary>Each test's own.</summary>
    private readonly string _user = $"alice-{Guid.NewGuid():N}";
    private HttpClient _alice = null!;
    private string _id = "";

    public async Task InitializeAsync()
    {
        _alice = await _server.AddClientAsync(_user);
        _id = await _alice.UploadedAsync("take.wav", Requests.Wav);
    }

    public Task DisposeAsync()
    {
        _alice.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task It_opens_the_content_without_credentials_until_its_time_is_over()
    {
        var url = await LinkAsync(new { expiresIn = 60, disposition = "inline" });

        url.Should().MatchRegex($"^{Regex.Escape(_server.Address.ToString())}api/v1/audio/{_id}/content\\?disposition=inline&expires=[0-9]+&signature=[A-Za-z0-9_-]{{43}}$");
        (await _server.Client.GetByteArrayAsync(new Uri(url))).Should().Equal(Requests.Wav);
        using (var head = await _server.Client.SendAsync(new HttpRequestMessage(HttpMethod.Head, url)))
        {
            head.StatusCode.Should().Be(HttpStatusCode.OK);
            head.Content.Headers.ContentDisposition!.DispositionType.Should().Be("inline");
        }

        _clock.Now += TimeSpan.FromSeconds(60);
        await _server.Client.GetAsync(new Uri(url)).RefusedAsync(HttpStatusCode.Forbidden, "invalid_link");
    }

    [Fact]
    public async Task It_opens_the_slice_it_was_made_for()
    {
        var url = await LinkAsync(new { from = 0.05, to = 0.1 });

        (await _server.Client.GetByteArrayAsync(new Uri(url))).Should().Equal(await _alice.GetByteArrayAsync(new Uri($"/api/v1/audio/{_id}/content?from=0.05&to=0.1", UriKind.Relative)));
    }

    [Fact]
    public async Task Any_change_closes_it()
    {
        var other = await _alice.UploadedAsync("other.wav", Requests.Flac);
        var url = await LinkAsync(new { expiresIn = 60, from = 0.05 });
        var expires = Regex.Match(url, "expires=([0-9]+)").Groups[1].Value;
        var signature = Regex.Match(url, "signature=(.+)$").Groups[1].Value;
        string[] changed =
        [
            url.Replace(_id, other, StringComparison.Ordinal),
            url.Replace("from=0.05", "from=0.04", StringComparison.Ordinal),
            url.Replace("from=0.05&", "", StringComparison.Ordinal),
            url.Replace($"expires={expires}", $"expires={long.Parse(expires) + 1}", StringComparison.Ordinal),
            url.Replace($"expires={expires}", $"expires=0{expires}", StringComparison.Ordinal),
            url.Replace($"expires={expires}&", "", StringComparison.Ordinal),
            url + "A",
            url + "=",
            url[..^1],
            url[..^1] + (url[^1] == 'A' ? 'Q' : 'A'),
            url + "%00",
            url + "&format=mp3",
            url.Replace("?", "?format=mp3&", StringComparison.Ordinal),
            url.Replace("?", $"?signature={signature}&", StringComparison.Ordinal),
            url.Replace("signature=", "Signature=", StringComparison.Ordinal),
            url.Replace(signature, "", StringComparison.Ordinal),
            url.Replace(signature, new string('A', 43), StringComparison.Ordinal),
            url.Replace(signature, "***", StringComparison.Ordinal),
        ];

        foreach (var one in changed)
        {
            using var answer = await _server.Client.GetAsync(new Uri(one));
            answer.StatusCode.Should().Be(HttpStatusCode.Forbidden, "{0}: {1}", one, await answer.Content.ReadAsStringAsync());
        }
    }

    [Fact]
    public async Task It_opens_nothing_else()
    {
        var url = await LinkAsync(new { });
        var query = new Uri(url).Query;

        foreach (var path in new[] { $"/api/v1/audio/{_id}{query}", $"/api/v1/audio/{_id}/report{query}", $"/api/v1/audio/{_id}/waveform{query}", $"/download{query}&name=take.wav", $"/list{query}" })
        {
            using var answer = await _server.SendAsync(HttpMethod.Get, path);
            answer.StatusCode.Should().Be(HttpStatusCode.Unauthorized, path);
        }

        foreach (var method in new[] { HttpMethod.Delete, HttpMethod.Put, HttpMethod.Post })
        {
            using var answer = await _server.Client.SendAsync(new HttpRequestMessage(method, url));
            ((int)answer.StatusCode).Should().BeInRange(400, 499, "{0}", method);
        }

        (await _alice.GetByteArrayAsync(new Uri($"/api/v1/audio/{_id}/content", UriKind.Relative))).Should().Equal(Requests.Wav);
    }

    [Fact]
    public async Task A_new_key_a_disabled_owner_and_a_deleted_file_close_it()
    {
        var (first, second) = (await LinkAsync(new { }), "");
        await _server.OperateAsync(new RotateLinkKeyCommand());
        await _server.Client.GetAsync(new Uri(first)).RefusedAsync(HttpStatusCode.Forbidden, "invalid_link");

        second = await LinkAsync(new { });
        await _server.OperateAsync(new DisableUserCommand(_user, IsDisabled: true));
        await _server.Client.GetAsync(new Uri(second)).RefusedAsync(HttpStatusCode.Forbidden, "invalid_link");
        await _server.OperateAsync(new DisableUserCommand(_user, IsDisabled: false));
        (await _server.Client.GetByteArrayAsync(new Uri(second))).Should().Equal(Requests.Wav);

        using var deleted = await _alice.DeleteAsync(new Uri($"/api/v1/audio/{_id}", UriKind.Relative));
        await _server.Client.GetAsync(new Uri(second)).RefusedAsync(HttpStatusCode.NotFound, "not_found");
    }

    [Fact]
    public async Task It_can_do_no_more_and_lasts_no_longer_than_what_it_was_made_by()
    {
        using var uploader = _server.ClientOf(await _server.AddTokenAsync(_user, AccessScopes.Write));
        using var visitor = _server.ClientOf(await _server.AddTokenAsync(_user, AccessScopes.All, _clock.Now.AddMinutes(1)));

        foreach (var (client, seconds) in new[] { (uploader, 1), (visitor, 61) })
        {
            using var refused = await client.PostAsJsonAsync(new Uri($"/api/v1/audio/{_id}/links", UriKind.Relative), new { expiresIn = seconds });
            await refused.ProblemAsync(HttpStatusCode.Forbidden, "insufficient_scope");
        }

        using var made = await visitor.PostAsJsonAsync(new Uri($"/api/v1/audio/{_id}/links", UriKind.Relative), new { expiresIn = 60 });
        made.StatusCode.Should().Be(HttpStatusCode.Created);
    }

    [Theory]
    [InlineData("{\"expiresIn\":0}", "expiresIn")]
    [InlineData("{\"expiresIn\":31536001}", "expiresIn")]
    [InlineData("{\"disposition\":\"sideways\"}", "disposition")]
    [InlineData("{\"from\":-1}", "from")]
    [InlineData("{\"from\":1e309}", "from")]
    [InlineData("{\"to\":1e309}", "to")]
    [InlineData("{\"from\":2,\"to\":1}", "to")]
    public async Task What_cannot_be_taken_is_named(string body, string member)
    {
        using var content = new StringContent(body, null, "application/json");
        using var answer = await _alice.PostAsync(new Uri($"/api/v1/audio/{_id}/links", UriKind.Relative), content);

        (await answer.ProblemAsync(HttpStatusCode.BadRequest, "invalid_parameter")).GetProperty("errors").EnumerateObject().Should().ContainSingle().Which.Name.Should().Be(member);
    }

    [Fact]
    public async Task Where_no_account_is_asked_for_links_work_all_the_same()
    {
        await using var open = await AudioServerApp.StartAsync(_clock);
        var file = await open.UploadAsync(Fixtures.Audio("wav-s16.wav"));
        using var made = await open.Client.PostAsJsonAsync(new Uri($"/api/v1/audio/{file.Text("id")}/links", UriKind.Relative), new { expiresIn = 60 });
        var url = (await made.JsonAsync(HttpStatusCode.Created)).Text("url")!;

        (await open.Client.GetByteArrayAsync(new Uri(url))).Should().Equal(Requests.Wav);
        await open.Client.GetAsync(new Uri(url + "A")).RefusedAsync(HttpStatusCode.Forbidden, "invalid_link");
    }

    private async Task<string> LinkAsync(object wanted)
    {
        using var answer = await _alice.PostAsJsonAsync(new Uri($"/api/v1/audio/{_id}/links", UriKind.Relative), wanted);
        return (await answer.JsonAsync(HttpStatusCode.Created)).Text("url")!;
    }
}
