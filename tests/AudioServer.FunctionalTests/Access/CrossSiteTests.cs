using System.Net;
using AudioServer.TestKit;

namespace AudioServer.FunctionalTests.Access;

/// <summary>Who may send what a page can have a browser send.</summary>
public sealed class CrossSiteTests(CrossSiteTests.Required required, SharedServer open) : IClassFixture<CrossSiteTests.Required>, IClassFixture<SharedServer>
{
    private const string Own = "own";

    [Theory]
    [InlineData(null, null, true, HttpStatusCode.Forbidden)]
    [InlineData("same-origin", null, true, HttpStatusCode.NoContent)]
    [InlineData("same-origin", null, false, HttpStatusCode.Forbidden)]
    [InlineData(null, Own, true, HttpStatusCode.NoContent)]
    [InlineData(null, Own, false, HttpStatusCode.Forbidden)]
    [InlineData("cross-site", Own, true, HttpStatusCode.Forbidden)]
    [InlineData("same-site", null, true, HttpStatusCode.Forbidden)]
    [InlineData("none", null, true, HttpStatusCode.Forbidden)]
    [InlineData(null, "https://evil.example", true, HttpStatusCode.Forbidden)]
    [InlineData(null, "null", true, HttpStatusCode.Forbidden)]
    public async Task A_cookie_changes_something_only_from_the_own_page(string? site, string? origin, bool isOurScript, HttpStatusCode expected)
    {
        var id = await required.Alice.UploadedAsync("take.wav", Requests.Wav, "&onconflict=rename");
        var headers = HeadersOf(required.App, site, origin);
        headers.Add(("Cookie", required.Cookie));
        if (isOurScript)
        {
            headers.Add(("X-Requested-With", "AudioServer"));
        }

        using var answer = await required.App.SendAsync(HttpMethod.Delete, $"/api/v1/audio/{id}", null, [.. headers]);

        answer.StatusCode.Should().Be(expected);
        if (expected == HttpStatusCode.Forbidden)
        {
            await answer.ProblemAsync(expected, "cross_site");
        }

        using var still = await required.Alice.GetAsync(new Uri($"/api/v1/audio/{id}", UriKind.Relative));
        still.StatusCode.Should().Be(expected == HttpStatusCode.Forbidden ? HttpStatusCode.OK : HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData(null, null, HttpStatusCode.Created)]
    [InlineData("same-origin", null, HttpStatusCode.Created)]
    [InlineData("none", null, HttpStatusCode.Created)]
    [InlineData(null, Own, HttpStatusCode.Created)]
    [InlineData("cross-site", null, HttpStatusCode.Forbidden)]
    [InlineData("same-site", null, HttpStatusCode.Forbidden)]
    [InlineData(null, "https://evil.example", HttpStatusCode.Forbidden)]
    [InlineData(null, "null", HttpStatusCode.Forbidden)]
    public async Task Where_no_account_is_asked_for_other_sites_change_nothing_either(string? site, string? origin, HttpStatusCode expected)
    {
        using var answer = await open.App.PostAsync("?name=take.wav&onconflict=rename", Requests.Wav, [.. HeadersOf(open.App, site, origin)]);

        answer.StatusCode.Should().Be(expected);
    }

    [Fact]
    public async Task A_token_may_be_sent_from_anywhere()
    {
        using var alice = required.App.ClientOf(await required.App.AddTokenAsync("alice"));
        alice.DefaultRequestHeaders.Add("Sec-Fetch-Site", "cross-site");
        alice.DefaultRequestHeaders.Add("Origin", "https://elsewhere.example");

        await alice.UploadedAsync("elsewhere.wav", Requests.Wav);
    }

    [Fact]
    public async Task Another_site_cannot_sign_a_browser_in()
    {
        using var content = new StringContent($"{{\"username\":\"alice\",\"password\":\"{Accounts.Password}\"}}", null, "application/json");

        await required.App.SendAsync(HttpMethod.Post, "/api/v1/session", content, ("Sec-Fetch-Site", "cross-site")).RefusedAsync(HttpStatusCode.Forbidden, "cross_site");
    }

    [Fact]
    public async Task No_other_site_is_told_that_it_may_read_unless_it_is_named()
    {
        await using var named = await AudioServerApp.StartAsync(settings: ["--Cors:Origins", "https://page.example"]);

        foreach (var (server, origin, isAllowed) in new[] { (open.App, "https://page.example", false), (named, "https://page.example", true), (named, "https://evil.example", false) })
        {
            using var read = await server.SendAsync(HttpMethod.Get, "/list", null, ("Origin", origin));
            using var preflight = await server.SendAsync(HttpMethod.Options, "/post", null, ("Origin", origin), ("Access-Control-Request-Method", "POST"));
            using var write = await server.PostAsync("", Requests.Wav, ("Origin", origin), ("Sec-Fetch-Site", "cross-site"));

            read.Headers.Contains("Access-Control-Allow-Origin").Should().Be(isAllowed);
            preflight.Headers.Contains("Access-Control-Allow-Origin").Should().Be(isAllowed);
            write.StatusCode.Should().Be(isAllowed ? HttpStatusCode.Created : HttpStatusCode.Forbidden);
            read.Headers.Contains("Access-Control-Allow-Credentials").Should().BeFalse("cookies stay at home");
        }
    }

    private static List<(string Name, string Value)> HeadersOf(AudioServerApp server, string? site, string? origin)
    {
        List<(string Name, string Value)> headers = [];
        if (site is not null)
        {
            headers.Add(("Sec-Fetch-Site", site));
        }

        if (origin is not null)
        {
            headers.Add(("Origin", origin == Own ? server.Address.GetLeftPart(UriPartial.Authority) : origin));
        }

        return headers;
    }

    /// <summary>Asks for accounts, and has alice: a client with her token, and the cookie of her session.</summary>
    public sealed class Required() : SharedServer(null, "--Auth:Mode", "Required"), IAsyncLifetime
    {
        public HttpClient Alice { get; private set; } = null!;

        public string Cookie { get; private set; } = "";

        async Task IAsyncLifetime.InitializeAsync()
        {
            await InitializeAsync();
            Alice = await App.AddClientAsync("alice");
            Cookie = await App.SignInAsync("alice");
        }

        async Task IAsyncLifetime.DisposeAsync()
        {
            Alice.Dispose();
            await DisposeAsync();
        }
    }
}
