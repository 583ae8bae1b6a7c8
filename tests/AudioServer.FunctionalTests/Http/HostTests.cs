using System.Text;
using AudioServer.TestKit;

namespace AudioServer.FunctionalTests.Http;

public sealed class HostTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private readonly AudioServerApp _server = shared.App;

    [Theory]
    [InlineData("localhost")]
    [InlineData("LOCALHOST:8000")]
    [InlineData("127.0.0.1")]
    [InlineData("127.0.0.1:1")]
    [InlineData("[::1]")]
    [InlineData("[::1]:8000")]
    public async Task This_machines_own_names_are_answered(string host)
    {
        var answer = await GetAsync($"Host: {host}\r\n");

        answer.Should().StartWith("HTTP/1.1 200");
    }

    [Theory]
    [InlineData("evil.example")]
    [InlineData("localhost.evil.example")]
    [InlineData("evil-localhost")]
    [InlineData("127.0.0.1.evil.example")]
    [InlineData("127.0.0.2")]
    [InlineData("192.168.1.1")]
    [InlineData("xn--lcalhost-51a")]
    public async Task A_foreign_host_is_refused_with_a_reason(string host)
    {
        var answer = await GetAsync($"Host: {host}\r\n");

        answer.Should().StartWith("HTTP/1.1 400").And.Contain("application/problem+json").And.Contain("\"malformed_request\"").And.Contain("AllowedHosts");
    }

    [Theory]
    [InlineData("")]
    [InlineData("Host:\r\n")]
    [InlineData("Host: localhost\r\nHost: localhost\r\n")]
    [InlineData("Host: localhost\r\nHost: evil.example\r\n")]
    [InlineData("Host: user@localhost\r\n")]
    [InlineData("Host: localhost/path\r\n")]
    [InlineData("Host: localhost:port\r\n")]
    public async Task Anything_but_one_proper_host_is_refused(string header)
    {
        var answer = await GetAsync(header);

        answer.Should().StartWith("HTTP/1.1 400");
    }

    [Fact]
    public async Task A_foreign_host_uploads_nothing()
    {
        var answer = await RawHttp.FirstAnswerAsync(_server.Address, $"POST /post?name=foreign.wav HTTP/1.1\r\nHost: evil.example\r\nContent-Length: {Requests.Wav.Length}\r\n\r\n{Encoding.Latin1.GetString(Requests.Wav)}");

        answer.Should().StartWith("HTTP/1.1 400");
        (await Kept.ByAsync(_server)).Should().Be(Kept.Nothing);
    }

    [Fact]
    public async Task An_absolute_target_of_another_host_is_refused()
    {
        var answer = await RawHttp.SendAsync(_server.Address, "GET http://evil.example/health/live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

        answer.Should().StartWith("HTTP/1.1 400");
    }

    private Task<string> GetAsync(string hostHeader) => RawHttp.SendAsync(_server.Address, $"GET /health/live HTTP/1.1\r\n{hostHeader}Connection: close\r\n\r\n");
}
