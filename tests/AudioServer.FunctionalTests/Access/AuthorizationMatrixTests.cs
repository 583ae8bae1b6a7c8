using System.Net;
using System.Net.Http.Headers;
using System.Text;
using AudioServer.Application.Access;
using AudioServer.Domain.Access;
using AudioServer.TestKit;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;

namespace AudioServer.FunctionalTests.Access;

/// <summary>
/// Every route of the running server × everybody who may come. The routes are asked of the server itself, so that one that is added has no row here, and the test fails.
/// </summary>
public sealed class AuthorizationMatrixTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const string SessionPath = "/api/v1/session";

    private static readonly HttpStatusCode[] Done = [HttpStatusCode.OK, HttpStatusCode.Created, HttpStatusCode.Accepted, HttpStatusCode.NoContent];

    private readonly FixedClock _clock = new(new DateTimeOffset(2026, 11, 24, 9, 0, 0, TimeSpan.Zero));
    private readonly List<string> _faults = [];
    private AudioServerApp _server = null!;
    private HttpClient _owner = null!;
    private string _shared = "";
    private string? _session;
    private int _fresh;

    /// <summary>What a route asks for.</summary>
    private enum Rule
    {
        /// <summary>Nothing.</summary>
        Public,

        /// <summary>The scope <c>read</c>.</summary>
        Read,

        /// <summary>The scope <c>write</c>.</summary>
        Write,

        /// <summary>The scope <c>write</c>, though its method is safe.</summary>
        ReadByWrite,

        /// <summary>Both scopes: what is made is a credential for reading.</summary>
        Both,

        /// <summary>Nobody, while registration is closed.</summary>
        Closed,
    }

    public async Task InitializeAsync()
    {
        _server = await Accounts.StartAsync(_clock, "--Verification:Concurrency", "1");
        _owner = await _server.AddClientAsync("alice");
        await _server.AddUserAsync("bob");
        _shared = await _owner.UploadedAsync("shared.wav", Requests.Wav, "&wait=60");
    }

    public async Task DisposeAsync()
    {
        _owner.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Every_route_answers_everybody_as_it_should()
    {
        var rows = Rows();
        var routes = RoutesOf(_server).ToList();
        routes.Except(rows.Select(row => row.Route)).Should().BeEmpty("every route of the server has a row");
        rows.Select(row => row.Route).Except(routes).Should().BeEmpty("every row has a route");

        var identities = await IdentitiesAsync();
        var cells = 0;
        foreach (var row in rows)
        {
            foreach (var identity in identities)
            {
                await CheckAsync(row, identity);
                cells++;
            }
        }

        output.WriteLine($"{rows.Count} routes × {identities.Count} identities: {cells} answers checked, {_faults.Count} wrong");
        _faults.Should().BeEmpty();
    }

    private static IEnumerable<string> RoutesOf(AudioServerApp server) =>
        from endpoint in server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        from method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["*"]
        select $"{method} /{endpoint.RoutePattern.RawText!.TrimStart('/')}";

    private List<Row> Rows()
    {
        Row[] rows =
        [
            .. Safe("/list", Rule.Read, () => "/list"),
            .. Safe("/api/v1/audio", Rule.Read, () => "/api/v1/audio"),
            .. Safe("/info", Rule.Read, () => "/info?name=shared.wav", isOwned: true),
            .. Safe("/api/v1/audio/{id:guid}", Rule.Read, () => $"/api/v1/audio/{_shared}", isOwned: true),
            .. Safe("/download", Rule.Read, () => "/download?name=shared.wav", isOwned: true),
            .. Safe("/api/v1/audio/{id:guid}/content", Rule.Read, () => $"/api/v1/audio/{_shared}/content", isOwned: true),
            .. Safe("/report", Rule.Read, () => "/report?name=shared.wav", isOwned: true),
            .. Safe("/api/v1/audio/{id:guid}/report", Rule.Read, () => $"/api/v1/audio/{_shared}/report", isOwned: true),
            .. Safe("/waveform", Rule.Read, () => "/waveform?name=shared.wav", isOwned: true),
            .. Safe("/api/v1/audio/{id:guid}/waveform", Rule.Read, () => $"/api/v1/audio/{_shared}/waveform", isOwned: true),
            .. Safe("/api/v1/events", Rule.Read, () => "/api/v1/events"),
            .. Safe("/api/v1/me", Rule.Read, () => "/api/v1/me"),
            .. Safe("/api/v1/tokens", Rule.ReadByWrite, () => "/api/v1/tokens"),
            .. Safe("/metrics", Rule.Read, () => "/metrics"),
            .. Safe("/health/live", Rule.Public, () => "/health/live"),
            .. Safe("/health/ready", Rule.Public, () => "/health/ready"),
            .. Safe("/openapi/v1.json", Rule.Public, () => "/openapi/v1.json"),
            new("POST /post", Rule.Write, Static(() => $"/post?name={Fresh()}"), Body: Requests.Wav),
            new("POST /api/v1/audio", Rule.Write, Static(() => $"/api/v1/audio?name={Fresh()}"), Body: Requests.Wav),
            new("POST /check", Rule.Write, Static(() => "/check"), Body: Requests.Wav),
            new("PATCH /api/v1/audio/{id:guid}", Rule.Write, Static(() => $"/api/v1/audio/{_shared}"), true, "application/merge-patch+json", "{\"labels\":{\"a\":\"b\"}}"u8.ToArray()),
            new("DELETE /api/v1/audio/{id:guid}", Rule.Write, async () => $"/api/v1/audio/{await _owner.UploadedAsync(Fresh(), Requests.Wav)}", true),
            new("DELETE /delete", Rule.Write, FreshNameAsync, true),
            new("POST /api/v1/audio/{id:guid}/verification", Rule.Write, async () => $"/api/v1/audio/{await _owner.UploadedAsync(Fresh(), Requests.Wav)}/verification", true),
            new("POST /api/v1/audio/{id:guid}/links", Rule.Both, Static(() => $"/api/v1/audio/{_shared}/links"), true, "application/json", "{}"u8.ToArray()),
            new("POST /api/v1/tokens", Rule.Write, Static(() => "/api/v1/tokens"), false, "application/json", "{\"name\":\"t\",\"scopes\":[\"write\"]}"u8.ToArray()),
            new("DELETE /api/v1/tokens/{id:guid}", Rule.Write, async () => $"/api/v1/tokens/{(await _server.OperateAsync(new CreateTokenCommand("t", AccessScopes.Read, null, "alice"))).Id}", true),
            new($"DELETE {SessionPath}", Rule.Write, Static(() => SessionPath)),
            new($"POST {SessionPath}", Rule.Public, Static(() => SessionPath), false, "application/json", Encoding.UTF8.GetBytes($"{{\"username\":\"alice\",\"password\":\"{Accounts.Password}\"}}")),
            new("POST /api/v1/users", Rule.Closed, Static(() => "/api/v1/users"), false, "application/json", Encoding.UTF8.GetBytes($"{{\"username\":\"carol\",\"password\":\"{Accounts.Password}\"}}")),
        ];
        return [.. rows];
    }

    private async Task<List<Identity>> IdentitiesAsync()
    {
        await _server.AddUserAsync("dave");
        var disabled = await _server.AddTokenAsync("dave");
        await _server.OperateAsync(new DisableUserCommand("dave", IsDisabled: true));
        var revoked = await _server.OperateAsync(new CreateTokenCommand("t", AccessScopes.All, null, "alice"));
        await _server.OperateAsync(new RevokeTokenCommand(revoked.Id, IsOperator: true));
        var expired = await _server.AddTokenAsync("alice", expires: _clock.Now.AddSeconds(10));

        // Not so far that a worker, which is at its pause, would count as lost.
        _clock.Now += TimeSpan.FromSeconds(20);
        return
        [
            new("none", Standing.Nobody, _ => { }),
            new("basic", Standing.Nobody, request => request.Headers.Authorization = new AuthenticationHeaderValue("Basic", "YWxpY2U6eA==")),
            Bearer("wrong token", Standing.BadToken, "aus_" + new string('A', 43)),
            Bearer("expired token", Standing.BadToken, expired),
            Bearer("revoked token", Standing.BadToken, revoked.Token!),
            Bearer("disabled user", Standing.BadToken, disabled),
            Bearer("read-only", Standing.Reader, await _server.AddTokenAsync("alice", AccessScopes.Read)),
            Bearer("write-only", Standing.Writer, await _server.AddTokenAsync("alice", AccessScopes.Write)),
            Bearer("owner", Standing.Owner, await _server.AddTokenAsync("alice")),
            Bearer("other user", Standing.Other, await _server.AddTokenAsync("bob")),
            new("cookie without same-origin", Standing.CrossSite, Cookie(null)),
            new("cookie from another site", Standing.CrossSite, Cookie("cross-site")),
            new("cookie of the own page", Standing.Owner, Cookie("same-origin")),
        ];
    }

    private async Task CheckAsync(Row row, Identity identity)
    {
        var space = row.Route.IndexOf(' ', StringComparison.Ordinal);
        using var request = new HttpRequestMessage(new HttpMethod(row.Route[..space]), new Uri(await row.Path(), UriKind.Relative));
        if (row.Body is not null)
        {
            request.Content = new ByteArrayContent(row.Body);
            request.Content.Headers.ContentType = row.ContentType is null ? null : MediaTypeHeaderValue.Parse(row.ContentType);
        }

        await identity.Apply(request);
        if (row.Route.EndsWith(SessionPath, StringComparison.Ordinal))
        {
            // Signing out ends the session, and so does signing in anew: it is not the next cell's.
            _session = null;
        }

        using var answer = await _server.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        var (expected, code) = Expected(row, identity.Standing, row.Route.StartsWith("GET", StringComparison.Ordinal) || row.Route.StartsWith("HEAD", StringComparison.Ordinal));
        var isRight = expected is { } status ? answer.StatusCode == status : Done.Contains(answer.StatusCode);
        if (isRight && code is not null && request.Method != HttpMethod.Head)
        {
            isRight = (await answer.Content.ReadAsStringAsync()).Contains($"\"code\":\"{code}\"", StringComparison.Ordinal);
        }

        if (!isRight)
        {
            _faults.Add($"{row.Route} for {identity.Name}: {(int)answer.StatusCode}, not {(expected is null ? "2xx" : $"{(int)expected} {code}")}");
        }
    }

    /// <summary>Null status: it is done.</summary>
    private static (HttpStatusCode? Status, string? Code) Expected(Row row, Standing standing, bool isSafe) => (row.Rule, standing) switch
    {
        (_, Standing.CrossSite) when !isSafe => (HttpStatusCode.Forbidden, "cross_site"),
        (Rule.Public, _) => (null, null),
        (Rule.Closed, Standing.Nobody or Standing.BadToken) => (HttpStatusCode.Unauthorized, "unauthenticated"),
        (Rule.Closed, _) => (HttpStatusCode.Forbidden, "insufficient_scope"),
        (_, Standing.Nobody) => (HttpStatusCode.Unauthorized, "unauthenticated"),
        (_, Standing.BadToken) => (HttpStatusCode.Unauthorized, "invalid_token"),
        (Rule.Read or Rule.Both, Standing.Writer) or (Rule.Write or Rule.ReadByWrite or Rule.Both, Standing.Reader) => (HttpStatusCode.Forbidden, "insufficient_scope"),
        (_, Standing.Other) when row.IsOwned => (HttpStatusCode.NotFound, "not_found"),
        _ => (null, null),
    };

    private static Identity Bearer(string name, Standing standing, string token) =>
        new(name, standing, request => request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token));

    private Func<HttpRequestMessage, Task> Cookie(string? site) => async request =>
    {
        request.Headers.Add("Cookie", _session ??= await _server.SignInAsync("alice"));
        request.Headers.Add("X-Requested-With", "AudioServer");
        if (site is not null)
        {
            request.Headers.Add("Sec-Fetch-Site", site);
        }
    };

    private static IEnumerable<Row> Safe(string route, Rule rule, Func<string> path, bool isOwned = false) =>
        [new($"GET {route}", rule, Static(path), isOwned), new($"HEAD {route}", rule, Static(path), isOwned)];

    private static Func<Task<string>> Static(Func<string> path) => () => Task.FromResult(path());

    private async Task<string> FreshNameAsync()
    {
        var name = Fresh();
        await _owner.UploadedAsync(name, Requests.Wav);
        return $"/delete?name={name}";
    }

    private string Fresh() => $"fresh-{_fresh++}.wav";

    /// <summary>As whom somebody comes.</summary>
    private enum Standing
    {
        Nobody,
        BadToken,
        Reader,
        Writer,
        Owner,
        Other,
        CrossSite,
    }

    private sealed record Row(string Route, Rule Rule, Func<Task<string>> Path, bool IsOwned = false, string? ContentType = null, byte[]? Body = null);

    private sealed record Identity(string Name, Standing Standing, Func<HttpRequestMessage, Task> Apply)
    {
        public Identity(string name, Standing standing, Action<HttpRequestMessage> apply)
            : this(name, standing, request =>
            {
                apply(request);
                return Task.CompletedTask;
            })
        {
        }
    }
}
