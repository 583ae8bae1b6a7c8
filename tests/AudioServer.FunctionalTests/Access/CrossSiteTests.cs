using System.Net;
using AudioServer.TestKit;

namespace AudioServer.FunctionalTests.Access;

/// <summary>Who may send what a page can have a browser send.</summary>
public sealed class CrossSiteTests
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
        await using var server = await Accounts.StartAsync();
        using var alice = await server.AddClientAsync("alice");
        var id = await alice.UploadedAsync("take.wav", Requests.Wav);
        var headers = HeadersOf(server, site, origin);
        headers.Add(("Cookie", await server.SignInAsync("alice")));
        if (isOurScript)
        {
            headers.Add(("X-Requested-With", "AudioServer"));
        }

        using var answer = await server.SendAsync(HttpMethod.Delete, $"/api/v1/audio/{id}", null, [.. headers]);

        answer.StatusCode.Should().Be(expected);
        if (expected == HttpStatusCode.Forbidden)
        {
            await answer.ProblemAsync(expected, "cross_site");
        }

        using var still = await alice.GetAsync(new Uri($"/api/v1/audio/{id}", UriKind.Relative));
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
        await using var server = await AudioServerApp.StartAsync();

        using var answer = await server.PostAsync("?name=take.wav", Requests.Wav, [.. HeadersOf(server, site, origin)]);

        answer.StatusCode.Should().Be(expected);
    }

    [Fact]
    public async Task A_token_may_be_sent_from_anywhere()
    {
        await using var server = await Accounts.StartAsync();
        using var alice = await server.AddClientAsync("alice");
        alice.DefaultRequestHeaders.Add("Sec-Fetch-Site", "cross-site");
        alice.DefaultRequestHeaders.Add("Origin", "https://elsewhere.example");

        await alice.UploadedAsync("take.wav", Requests.Wav);
    }

    [Fact]
    public async Task Another_site_cannot_sign_a_browser_in()
    {
        await using var server = await Accounts.StartAsync();
        await server.AddUserAsync("alice");
        using var content = new StringContent($"{{\"username\":\"alice\",\"password\":\"{Accounts.Password}\"}}", null, "application/json");

        await server.SendAsync(HttpMethod.Post, "/api/v1/session", content, ("Sec-Fetch-Site", "cross-site")).RefusedAsync(HttpStatusCode.Forbidden, "cross_site");
    }

    [Fact]
    public async Task No_other_site_is_told_that_it_may_read_unless_it_is_named()
    {
        await using var closed = await AudioServerApp.StartAsync();
        await using var open = await AudioServerApp.StartAsync(settings: ["--Cors:Origins", "https://page.example"]);

        foreach (var (server, origin, isAllowed) in new[] { (closed, "https://page.example", false), (open, "https://page.example", true), (open, "https://evil.example", false) })
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
}
