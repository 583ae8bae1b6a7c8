using System.Net;
using AudioServer.TestKit;

namespace AudioServer.FunctionalTests.Access;

public sealed class RateLimitTests
{
    [Fact]
    public async Task So_many_requests_a_minute_are_answered_and_no_more_for_each_user_alone()
    {
        await using var server = await Accounts.StartAsync(null, "--Limits:RequestsPerMinute", "3");
        using var alice = await server.AddClientAsync("alice");
        using var bob = await server.AddClientAsync("bob");

        for (var left = 2; left >= 0; left--)
        {
            using var answer = await alice.GetAsync(new Uri("/list", UriKind.Relative));
            answer.StatusCode.Should().Be(HttpStatusCode.OK);
            Header(answer, "RateLimit-Limit").Should().Be(3);
            Header(answer, "RateLimit-Remaining").Should().Be(left);
            Header(answer, "RateLimit-Reset").Should().BeInRange(20 * (3 - left) - 1, 20 * (3 - left));
        }

        using (var refused = await alice.GetAsync(new Uri("/list", UriKind.Relative)))
        {
            await refused.ProblemAsync(HttpStatusCode.TooManyRequests, "rate_limited");
            refused.Headers.RetryAfter!.Delta.Should().BePositive().And.BeLessThanOrEqualTo(TimeSpan.FromSeconds(20));
            Header(refused, "RateLimit-Remaining").Should().Be(0);
        }

        using var his = await bob.GetAsync(new Uri("/list", UriKind.Relative));
        his.StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Who_watches_over_the_server_is_not_counted()
    {
        await using var server = await Accounts.StartAsync(null, "--Limits:RequestsPerMinute", "1", "--Kestrel:Limits:MaxRequestHeaderCount", "10");

        for (var number = 0; number < 4; number++)
        {
            using var answer = await server.SendAsync(HttpMethod.Get, "/health/live");
            answer.StatusCode.Should().Be(HttpStatusCode.OK);
        }

        // A limit of the web server's own is taken from the settings too.
        using var many = await server.SendAsync(HttpMethod.Get, "/health/live", null, [.. Enumerable.Range(0, 20).Select(number => ($"X-{number}", "1"))]);
        many.StatusCode.Should().Be(HttpStatusCode.RequestHeaderFieldsTooLarge);
    }

    [Fact]
    public async Task Who_has_no_credential_is_counted_by_address()
    {
        await using var server = await Accounts.StartAsync(null, "--Limits:RequestsPerMinute", "2");

        var statuses = new List<HttpStatusCode>();
        for (var number = 0; number < 4; number++)
        {
            using var answer = await server.SendAsync(HttpMethod.Get, "/list", null, ("Authorization", $"Bearer aus_{number}"));
            statuses.Add(answer.StatusCode);
        }

        statuses.Should().Equal(HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized, HttpStatusCode.TooManyRequests, HttpStatusCode.TooManyRequests);
    }

    [Fact]
    public async Task Readers_of_a_link_are_counted_by_address_also_when_it_is_false_and_hold_nobody_up()
    {
        await using var server = await Accounts.StartAsync(null, "--Limits:RequestsPerMinute", "3");
        using var alice = await server.AddClientAsync("alice");
        var id = await alice.UploadedAsync("take.wav", Requests.Wav);

        var statuses = new List<HttpStatusCode>();
        for (var number = 0; number < 4; number++)
        {
            using var answer = await server.SendAsync(HttpMethod.Get, $"/api/v1/audio/{id}/content?expires=9999999999&signature=false");
            statuses.Add(answer.StatusCode);
        }

        statuses.Should().Equal(HttpStatusCode.Forbidden, HttpStatusCode.Forbidden, HttpStatusCode.Forbidden, HttpStatusCode.TooManyRequests);
        using var hers = await alice.GetAsync(new Uri("/list", UriKind.Relative));
        hers.StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Without_the_setting_nothing_is_counted()
    {
        await using var server = await AudioServerApp.StartAsync();
        using var answer = await server.SendAsync(HttpMethod.Get, "/list");

        answer.Headers.Contains("RateLimit-Limit").Should().BeFalse();
    }

    [Fact]
    public async Task Only_a_trusted_proxy_tells_whose_request_it_is()
    {
        await using var direct = await Accounts.StartAsync(null, "--Limits:RequestsPerMinute", "1");
        await using var behind = await Accounts.StartAsync(null, "--Limits:RequestsPerMinute", "1", "--Proxies:Trusted", "127.0.0.0/8");

        foreach (var (server, second) in new[] { (direct, HttpStatusCode.TooManyRequests), (behind, HttpStatusCode.Unauthorized) })
        {
            using var first = await server.SendAsync(HttpMethod.Get, "/list", null, ("X-Forwarded-For", "192.0.2.1"));
            using var next = await server.SendAsync(HttpMethod.Get, "/list", null, ("X-Forwarded-For", "192.0.2.2"));

            first.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
            next.StatusCode.Should().Be(second);
        }
    }

    private static int Header(HttpResponseMessage answer, string name) => int.Parse(answer.Headers.GetValues(name).Single());
}
