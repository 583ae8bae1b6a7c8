using System.Net;
using System.Net.Http.Json;
using AudioServer.Application.Access;
using AudioServer.Domain.Access;
using AudioServer.TestKit;

namespace AudioServer.FunctionalTests.Access;

public sealed class TokenTests(AccountsServer shared) : IClassFixture<AccountsServer>, IAsyncLifetime
{
    private readonly FixedClock _clock = shared.Clock;
    private readonly AudioServerApp _server = shared.App;

    /// <summary>Each test's own.</summary>
    private readonly string _user = $"alice-{Guid.NewGuid():N}";
    private HttpClient _alice = null!;

    public async Task InitializeAsync() => _alice = await _server.AddClientAsync(_user);

    public Task DisposeAsync()
    {
        _alice.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task A_token_is_shown_once_and_listed_without_what_makes_it_one()
    {
        using var made = await CreateAsync(_alice, new { name = "laptop", scopes = new[] { "read" }, expiresAt = "2026-12-01T00:00:00Z" });
        var token = await made.JsonAsync(HttpStatusCode.Created);

        token.Text("token").Should().MatchRegex("^aus_[A-Za-z0-9_-]{43}$");
        token.Text("expiresAt").Should().Be("2026-12-01T00:00:00.000Z");
        var listed = (await _alice.GetFromJsonAsync<System.Text.Json.JsonElement>(new Uri("/api/v1/tokens", UriKind.Relative))).GetProperty("items").EnumerateArray().Single(item => item.Text("name") == "laptop");
        listed.Text("id").Should().Be(token.Text("id"));
        listed.Text("token").Should().BeNull();
        listed.GetProperty("scopes").EnumerateArray().Select(scope => scope.GetString()).Should().Equal("read");
    }

    [Fact]
    public async Task It_is_good_until_it_expires_and_not_a_moment_longer()
    {
        using var client = _server.ClientOf(await _server.AddTokenAsync(_user, AccessScopes.Read, _clock.Now.AddHours(1)));

        _clock.Now += TimeSpan.FromHours(1) - TimeSpan.FromMilliseconds(1);
        (await StatusAsync(client)).Should().Be(HttpStatusCode.OK);
        _clock.Now += TimeSpan.FromMilliseconds(1);
        (await StatusAsync(client)).Should().Be(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Once_revoked_the_very_next_request_is_refused()
    {
        using var made = await CreateAsync(_alice, new { name = "laptop", scopes = new[] { "read", "write" } });
        var token = await made.JsonAsync(HttpStatusCode.Created);
        using var client = _server.ClientOf(token.Text("token")!);
        (await StatusAsync(client)).Should().Be(HttpStatusCode.OK);

        using var revoked = await client.DeleteAsync(new Uri($"/api/v1/tokens/{token.Text("id")}", UriKind.Relative));
        using var next = await client.GetAsync(new Uri("/list", UriKind.Relative));

        revoked.StatusCode.Should().Be(HttpStatusCode.NoContent);
        await next.ProblemAsync(HttpStatusCode.Unauthorized, "invalid_token");
        next.Headers.WwwAuthenticate.ToString().Should().Be("Bearer error=\"invalid_token\"");
    }

    [Fact]
    public async Task A_stream_of_events_outlives_its_token_by_a_quarter_of_a_minute_at_most()
    {
        var token = await _server.OperateAsync(new CreateTokenCommand("t", AccessScopes.Read, null, _user));
        using var client = _server.ClientOf(token.Token!);
        using var events = await EventClient.OpenAsync(client);
        await _alice.UploadedAsync("before.wav", Requests.Wav);
        (await events.NextAsync("audio.created")).Data.Text("name").Should().Be("before.wav");

        await _server.OperateAsync(new RevokeTokenCommand(token.Id, IsOperator: true));
        _clock.Now += TimeSpan.FromSeconds(15);
        await _alice.UploadedAsync("after.wav", Requests.Wav);

        await FluentActions.Awaiting(() => events.NextAsync("audio.created")).Should().ThrowAsync<InvalidOperationException>("the stream ends");
    }

    [Fact]
    public async Task With_a_token_those_are_revoked_that_were_made_by_it()
    {
        using var made = await CreateAsync(_alice, new { name = "parent", scopes = new[] { "read", "write" } });
        var parent = await made.JsonAsync(HttpStatusCode.Created);
        using var client = _server.ClientOf(parent.Text("token")!);
        using var born = await CreateAsync(client, new { name = "child", scopes = new[] { "read", "write" } });
        using var child = _server.ClientOf((await born.JsonAsync(HttpStatusCode.Created)).Text("token")!);
        using var bornAgain = await CreateAsync(child, new { name = "grandchild", scopes = new[] { "read" } });
        using var grandchild = _server.ClientOf((await bornAgain.JsonAsync(HttpStatusCode.Created)).Text("token")!);
        (await StatusAsync(grandchild)).Should().Be(HttpStatusCode.OK);

        using var revoked = await _alice.DeleteAsync(new Uri($"/api/v1/tokens/{parent.Text("id")}", UriKind.Relative));

        foreach (var one in new[] { client, child, grandchild })
        {
            (await StatusAsync(one)).Should().Be(HttpStatusCode.Unauthorized);
        }

        (await StatusAsync(_alice)).Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_token_makes_none_that_can_do_more_or_lasts_longer()
    {
        using var client = _server.ClientOf(await _server.AddTokenAsync(_user, AccessScopes.Write, _clock.Now.AddHours(1)));

        foreach (var wanted in new object[]
        {
            new { name = "x", scopes = new[] { "read" }, expiresAt = _clock.Now.AddMinutes(30) },
            new { name = "x", scopes = new[] { "write" }, expiresAt = _clock.Now.AddMinutes(61) },
            new { name = "x", scopes = new[] { "write" } },
        })
        {
            using var refused = await CreateAsync(client, wanted);
            await refused.ProblemAsync(HttpStatusCode.Forbidden, "insufficient_scope");
        }

        using var made = await CreateAsync(client, new { name = "x", scopes = new[] { "write" }, expiresAt = _clock.Now.AddMinutes(60) });
        made.StatusCode.Should().Be(HttpStatusCode.Created);
    }

    [Theory]
    [InlineData("{\"scopes\":[\"read\"]}", "name")]
    [InlineData("{\"name\":\" \",\"scopes\":[\"read\"]}", "name")]
    [InlineData("{\"name\":\"a\\nb\",\"scopes\":[\"read\"]}", "name")]
    [InlineData("{\"name\":\"x\"}", "scopes")]
    [InlineData("{\"name\":\"x\",\"scopes\":[]}", "scopes")]
    [InlineData("{\"name\":\"x\",\"scopes\":[\"all\"]}", "scopes")]
    [InlineData("{\"name\":\"x\",\"scopes\":[null]}", "scopes")]
    [InlineData("{\"name\":\"x\",\"scopes\":[\"read\"],\"expiresAt\":\"2026-11-24T09:00:00Z\"}", "expiresAt")]
    public async Task What_cannot_be_taken_is_named(string body, string member)
    {
        using var content = new StringContent(body, null, "application/json");
        using var answer = await _alice.PostAsync(new Uri("/api/v1/tokens", UriKind.Relative), content);

        (await answer.ProblemAsync(HttpStatusCode.BadRequest, "invalid_parameter")).GetProperty("errors").EnumerateObject().Should().ContainSingle().Which.Name.Should().Be(member);
    }

    [Fact]
    public async Task Without_accounts_there_are_no_tokens()
    {
        await using var open = await AudioServerApp.StartAsync();

        await open.SendAsync(HttpMethod.Get, "/api/v1/tokens").RefusedAsync(HttpStatusCode.NotFound, "not_found");
        await open.SendAsync(HttpMethod.Post, "/api/v1/session").RefusedAsync(HttpStatusCode.NotFound, "not_found");
        (await open.GetJsonAsync("/api/v1/me")).Text("name").Should().Be("local");
        await open.SendAsync(HttpMethod.Get, "/list", null, ("Authorization", "Bearer aus_whatever")).OkAsync();
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client)
    {
        using var answer = await client.GetAsync(new Uri("/list", UriKind.Relative));
        return answer.StatusCode;
    }

    private static Task<HttpResponseMessage> CreateAsync(HttpClient client, object wanted) => client.PostAsJsonAsync(new Uri("/api/v1/tokens", UriKind.Relative), wanted);
}
