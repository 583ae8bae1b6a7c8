using System.Text;
using AudioServer.TestKit;

namespace AudioServer.FunctionalTests.Http;

/// <summary>Requests that two readers could take for different ones, and others that no client library sends.</summary>
public sealed class FramingTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private const string Smuggled = "DELETE /delete?name=victim.wav HTTP/1.1\r\nHost: localhost\r\n\r\n";

    private readonly AudioServerApp _server = shared.App;

    [Theory]
    [InlineData("Content-Length: 4\r\nTransfer-Encoding: chunked\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\nContent-Length: 4\r\n")]
    [InlineData("Transfer-Encoding: gzip, chunked\r\n")]
    [InlineData("Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n")]
    [InlineData("Transfer-Encoding: chunked, chunked\r\n")]
    [InlineData("Transfer-Encoding: identity\r\n")]
    [InlineData("Transfer-Encoding: xchunked\r\n")]
    [InlineData("Transfer-Encoding: chunked, identity\r\n")]
    [InlineData("Transfer-Encoding: chunked;q=1\r\n")]
    [InlineData("Transfer-Encoding:\r\n")]
    [InlineData("Transfer-Encoding : chunked\r\n")]
    [InlineData("Content-Length: 4\r\nContent-Length: 5\r\n")]
    [InlineData("Content-Length: 4\r\nContent-Length: 4\r\n")]
    [InlineData("Content-Length: 4, 4\r\n")]
    [InlineData("Content-Length: -1\r\n")]
    [InlineData("Content-Length: 0x4\r\n")]
    [InlineData("Content-Length: 99999999999999999999\r\n")]
    [InlineData("X-Folded: a\r\n b\r\nContent-Length: 4\r\n")]
    public async Task A_body_whose_length_can_be_read_in_two_ways_is_refused_and_nothing_behind_it_is_done(string headers)
    {
        using var victim = await _server.PostAsync("?name=victim.wav&onconflict=replace", Requests.Wav);
        var before = await Kept.ByAsync(_server);

        var answer = await RawHttp.SendAsync(_server.Address, $"POST /post HTTP/1.1\r\nHost: localhost\r\n{headers}\r\n0\r\n\r\n{Smuggled}");

        answer.Should().MatchRegex("^HTTP/1.1 (400|501)");
        answer.Should().NotContain("HTTP/1.1 2");
        (await Kept.ByAsync(_server)).Should().Be(before);
    }

    [Theory]
    [InlineData("Content-Length: 4\r\nTransfer-Encoding: chunked\r\n", "both")]
    [InlineData("Transfer-Encoding: gzip, chunked\r\n", "chunked")]
    public async Task What_our_own_guard_refuses_is_explained(string headers, string word)
    {
        var answer = await RawHttp.SendAsync(_server.Address, $"POST /post HTTP/1.1\r\nHost: localhost\r\n{headers}\r\n0\r\n\r\n");

        answer.Should().StartWith("HTTP/1.1 400").And.Contain("application/problem+json").And.Contain("\"malformed_request\"").And.Contain(word);
    }

    [Theory]
    [InlineData("GARBAGE\r\n\r\n")]
    [InlineData("GET /list\r\n\r\n")]
    [InlineData("GET /list HTTP/9.9\r\nHost: localhost\r\n\r\n")]
    [InlineData("GET  /list HTTP/1.1\r\nHost: localhost\r\n\r\n")]
    [InlineData("G\0T /list HTTP/1.1\r\nHost: localhost\r\n\r\n")]
    [InlineData("GET /li\0st HTTP/1.1\r\nHost: localhost\r\n\r\n")]
    [InlineData("GET /%00 HTTP/1.1\r\nHost: localhost\r\n\r\n")]
    [InlineData("GET /list HTTP/1.1\r\nHost: localhost\r\nNo colon\r\n\r\n")]
    [InlineData("GET /list HTTP/1.1\r\nHost: localhost\r\nX-\u00FF: a\r\n\r\n")]
    [InlineData("GET /list HTTP/1.1\r\nHost: localhost\r\nX-A: \0\r\n\r\n")]
    [InlineData("GET /list HTTP/1.1\r\nHost: localhost\r\nX-A: a\rb\r\n\r\n")]
    [InlineData("\u0016\u0003\u0001\u0002\0\u0001\0\u0001\u00FC\u0003\u0003\r\n\r\n")]
    public async Task What_is_not_HTTP_is_refused(string request)
    {
        var answer = await RawHttp.SendAsync(_server.Address, request);

        answer.Should().MatchRegex("^(HTTP/1.1 (400|505)|$)");
        answer.Should().NotContainAny("   at ", "Exception", _server.DataDirectory);
    }

    [Fact]
    public async Task Bytes_in_a_header_that_are_not_UTF_8_are_refused()
    {
        var answer = await RawHttp.SendAsync(_server.Address, "POST /post HTTP/1.1\r\nHost: localhost\r\nContent-Disposition: attachment; filename=\"gr\u00F6n.wav\"\r\nContent-Length: 0\r\n\r\n");

        answer.Should().StartWith("HTTP/1.1 400");
    }

    [Fact]
    public async Task A_URL_too_long_is_414()
    {
        var answer = await RawHttp.SendAsync(_server.Address, $"GET /info?name={new string('a', 200_000)} HTTP/1.1\r\nHost: localhost\r\n\r\n");

        answer.Should().StartWith("HTTP/1.1 414");
    }

    [Theory]
    [InlineData(2000, 1)]
    [InlineData(1, 200_000)]
    public async Task Too_many_or_too_long_headers_are_431(int count, int length)
    {
        var headers = new StringBuilder();
        for (var number = 0; number < count; number++)
        {
            headers.Append($"X-{number}: {new string('a', length)}\r\n");
        }

        var answer = await RawHttp.SendAsync(_server.Address, $"GET /list HTTP/1.1\r\nHost: localhost\r\n{headers}\r\n");

        answer.Should().StartWith("HTTP/1.1 431");
    }

    [Fact]
    public async Task HTTP_1_0_is_answered_and_its_connection_ended()
    {
        var answer = await RawHttp.SendAsync(_server.Address, "GET /health/live HTTP/1.0\r\nHost: localhost\r\n\r\n");

        answer.Should().StartWith("HTTP/1.1 200").And.Contain("Connection: close").And.EndWith("}");
    }

    [Fact]
    public async Task Requests_sent_one_behind_another_are_answered_in_turn()
    {
        var answer = await RawHttp.SendAsync(_server.Address, "GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\nGET /nowhere HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

        answer.Should().MatchRegex("(?s)^HTTP/1.1 200.*HTTP/1.1 404");
    }

    [Fact]
    public async Task An_offer_to_upgrade_is_passed_over()
    {
        var answer = await RawHttp.SendAsync(_server.Address, "GET /health/live HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade, HTTP2-Settings, close\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n");

        answer.Should().StartWith("HTTP/1.1 200");
    }
}
