using System.Diagnostics;
using System.IO.Compression;
using System.Net;
using System.Text.RegularExpressions;
using AudioServer.TestKit;
using Xunit.Abstractions;

namespace AudioServer.FunctionalTests.Page;

/// <summary>How the page's files are served, and that its calls are the contract's.</summary>
public sealed partial class PageTests(ITestOutputHelper output)
{
    private const int MostScript = 150 * 1024;

    private static readonly string Folder = Path.Combine(Fixtures.Root, "src", "AudioServer.Api", "wwwroot");

    private static readonly string[] Files =
        [.. Directory.EnumerateFiles(Path.Combine(Folder, "page"), "*", SearchOption.AllDirectories).Select(path => "/" + Path.GetRelativePath(Folder, path).Replace('\\', '/')).Order(StringComparer.Ordinal)];

    [Theory]
    [InlineData("Open")]
    [InlineData("Required")]
    public async Task Anybody_gets_the_page_and_every_file_of_it(string mode)
    {
        await using var server = await AudioServerApp.StartAsync(settings: ["--Auth:Mode", mode, "--Limits:RequestsPerMinute", "1"]);

        Files.Should().HaveCountGreaterThan(30);
        foreach (var path in (string[])["/", "/?file=019b0c5e-8f3e-7c8a-9f43-2b1f0d5c7a11&maxduration=300", .. Files])
        {
            using var answer = await server.SendAsync(HttpMethod.Get, path);
            answer.StatusCode.Should().Be(HttpStatusCode.OK, path);
            answer.Content.Headers.ContentType!.MediaType.Should().Be(Path.GetExtension(path) switch { ".js" => "text/javascript", ".css" => "text/css", ".svg" => "image/svg+xml", _ => "text/html" });
            answer.Headers.GetValues("Content-Security-Policy").Should().Equal(
                "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
            answer.Headers.GetValues("X-Content-Type-Options").Should().Equal("nosniff");
        }
    }

    [Theory]
    [InlineData("/page/")]
    [InlineData("/page")]
    [InlineData("/index.html")]
    [InlineData("/page/nothing.js")]
    [InlineData("/page/../appsettings.json")]
    [InlineData("/page/..%2f..%2fappsettings.json")]
    [InlineData("/page/%2e%2e/%2e%2e/appsettings.json")]
    [InlineData("/page/..%5c..%5cappsettings.json")]
    public async Task Nothing_else_is_served(string path)
    {
        await using var server = await AudioServerApp.StartAsync();
        var answer = await RawHttp.SendAsync(server.Address, $"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

        answer.Should().StartWith("HTTP/1.1 404 ").And.NotContain("AllowedHosts");
    }

    [Fact]
    public async Task A_browser_that_has_a_file_is_told_so_and_compression_is_offered()
    {
        await using var server = await AudioServerApp.StartAsync();
        using var first = await server.SendAsync(HttpMethod.Get, "/page/main.js");
        using var head = await server.SendAsync(HttpMethod.Head, "/page/main.js");
        using var again = await server.SendAsync(HttpMethod.Get, "/page/main.js", null, ("If-None-Match", first.Headers.ETag!.ToString()));

        first.Headers.CacheControl!.NoCache.Should().BeTrue("each time it is asked for whether there is another");
        head.Content.Headers.ContentLength.Should().Be(first.Content.Headers.ContentLength);
        again.StatusCode.Should().Be(HttpStatusCode.NotModified);
        again.Headers.Contains("Content-Security-Policy").Should().BeTrue();

        var sizes = new List<long>();
        foreach (var path in Files.Where(path => path.EndsWith(".js", StringComparison.Ordinal)))
        {
            using var answer = await server.SendAsync(HttpMethod.Get, path, null, ("Accept-Encoding", "br"));
            answer.Content.Headers.ContentEncoding.Should().Equal("br");
            await using var plain = new BrotliStream(await answer.Content.ReadAsStreamAsync(), CompressionMode.Decompress);
            using var reader = new StreamReader(plain);
            (await reader.ReadToEndAsync()).Should().Be(await File.ReadAllTextAsync(Folder + path));
            sizes.Add((await answer.Content.ReadAsByteArrayAsync()).Length);
        }

        output.WriteLine($"{sizes.Count} scripts, {sizes.Sum()} bytes compressed");
        sizes.Sum().Should().BeLessThan(MostScript);
    }

    [Fact]
    public async Task Only_the_page_is_compressed()
    {
        await using var server = await AudioServerApp.StartAsync();
        using var list = await server.SendAsync(HttpMethod.Get, "/list", null, ("Accept-Encoding", "br, gzip"));

        list.Content.Headers.ContentEncoding.Should().BeEmpty("answers that hold secrets beside what others chose are not compressed");
    }

    [Fact]
    public async Task The_document_names_what_is_there()
    {
        var document = await File.ReadAllTextAsync(Path.Combine(Folder, "index.html"));
        var named = Reference().Matches(document).Select(match => match.Groups[1].Value).Where(path => path.StartsWith("/page/", StringComparison.Ordinal)).ToList();

        named.Should().OnlyHaveUniqueItems().And.BeSubsetOf(Files);
        named.Should().Contain(Files.Where(path => path.EndsWith(".js", StringComparison.Ordinal)), "each module is asked for at once, not when another has come that imports it");
    }

    [Fact]
    public async Task Every_call_of_the_page_is_one_of_the_contract()
    {
        var start = new ProcessStartInfo(Path.Combine(Fixtures.Root, "tests", "clients", "check-page")) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var (printed, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(2));

        process.ExitCode.Should().Be(0, "{0}{1}", await printed, await errors);
    }

    [GeneratedRegex("(?:src|href)=\"([^\"]+)\"")]
    private static partial Regex Reference();
}
