using System.Net;
using AudioServer.FunctionalTests.Access;
using AudioServer.TestKit;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace AudioServer.FunctionalTests.Http;

/// <summary>What every answer tells browsers, on every route of the running server, whatever the answer is.</summary>
public sealed class SecurityHeadersTests
{
    [Fact]
    public async Task Every_answer_of_every_route_binds_the_browser()
    {
        await using var open = await AudioServerApp.StartAsync();
        await using var required = await Accounts.StartAsync();
        var file = await open.UploadAsync(Fixtures.Audio("wav-s16.wav"), "?name=take.wav");
        var (crawled, faults) = (0, new List<string>());
        foreach (var server in new[] { open, required })
        {
            foreach (var (method, path) in PathsOf(server, file.Text("id")!).Concat([("GET", "/"), ("GET", "/page/main.js"), ("GET", "/nowhere"), ("GET", "/list?slip=1"), ("PUT", "/list"), ("GET", "/%2e%2e/x")]))
            {
                using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(path, UriKind.Relative));
                using var answer = await server.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
                faults.AddRange(FaultsOf(answer).Select(fault => $"{method} {path} ({(int)answer.StatusCode}): {fault}"));
                crawled++;
            }
        }

        crawled.Should().BeGreaterThan(80);
        faults.Should().BeEmpty();
    }

    [Fact]
    public async Task Content_of_strangers_is_run_nowhere()
    {
        await using var server = await AudioServerApp.StartAsync();
        var file = await server.UploadAsync(Fixtures.Audio("wav-s16.wav"));

        using var content = await server.SendAsync(HttpMethod.Get, $"/api/v1/audio/{file.Text("id")}/content");
        using var played = await server.SendAsync(HttpMethod.Get, $"/api/v1/audio/{file.Text("id")}/content?disposition=inline");

        content.Headers.GetValues("Content-Security-Policy").Should().Equal("default-src 'none'; sandbox; frame-ancestors 'none'");
        played.Headers.GetValues("Content-Security-Policy").Should().Equal("default-src 'none'; media-src 'self'; sandbox allow-same-origin; frame-ancestors 'none'");
    }

    [Fact]
    public async Task Over_https_browsers_are_told_to_stay_there_for_a_year()
    {
        await using var server = await AudioServerApp.StartAsync(settings: ["--Proxies:Trusted", "127.0.0.1"]);
        using var plain = await server.SendAsync(HttpMethod.Get, "/list");
        using var secured = await server.SendAsync(HttpMethod.Get, "/list", null, ("X-Forwarded-Proto", "https"));

        plain.Headers.Contains("Strict-Transport-Security").Should().BeFalse();
        secured.Headers.GetValues("Strict-Transport-Security").Should().Equal("max-age=31536000");
    }

    private static IEnumerable<(string Method, string Path)> PathsOf(AudioServerApp server, string id) =>
        from endpoint in server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        from method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods
        let path = "/" + endpoint.RoutePattern.RawText!.TrimStart('/').Replace("{id:guid}", id, StringComparison.Ordinal)
        from query in new[] { "", "?name=take.wav" }
        where method != "DELETE"
        select (method, path + query);

    private static IEnumerable<string> FaultsOf(HttpResponseMessage answer)
    {
        foreach (var (name, value) in new[]
        {
            ("X-Content-Type-Options", "nosniff"), ("X-Frame-Options", "DENY"), ("Referrer-Policy", "no-referrer"), ("Cross-Origin-Resource-Policy", "same-origin"), ("Cross-Origin-Opener-Policy", "same-origin"),
        })
        {
            if (!answer.Headers.TryGetValues(name, out var values) || values.Single() != value)
            {
                yield return name;
            }
        }

        var policy = answer.Headers.TryGetValues("Content-Security-Policy", out var policies) ? policies.Single() : "";
        if (!policy.Contains("default-src 'none'", StringComparison.Ordinal) || !policy.Contains("frame-ancestors 'none'", StringComparison.Ordinal) || policy.Contains("unsafe", StringComparison.Ordinal))
        {
            yield return $"Content-Security-Policy: {policy}";
        }

        if (answer.Headers.CacheControl is null or { NoStore: false, Private: false })
        {
            yield return $"Cache-Control: {answer.Headers.CacheControl}";
        }

        if (answer.Headers.Contains("Server") || answer.Headers.Contains("X-Powered-By"))
        {
            yield return "a banner";
        }

        if (answer.Headers.Contains("Access-Control-Allow-Origin"))
        {
            yield return "open to other sites";
        }

        if (answer.StatusCode == HttpStatusCode.Unauthorized && answer.Headers.WwwAuthenticate.Count == 0)
        {
            yield return "WWW-Authenticate";
        }
    }
}
