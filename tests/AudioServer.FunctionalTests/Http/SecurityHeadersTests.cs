using AudioServer.TestKit;

namespace AudioServer.FunctionalTests.Http;

public sealed class SecurityHeadersTests
{
    [Theory]
    [InlineData("/list")]
    [InlineData("/info?name=absent.wav")]
    [InlineData("/nowhere")]
    [InlineData("/openapi/v1.json")]
    public async Task No_answer_lets_a_browser_guess_its_type_or_tells_what_serves_it(string path)
    {
        await using var server = await AudioServerApp.StartAsync();

        using var answer = await server.Client.GetAsync(new Uri(path, UriKind.Relative));

        answer.Headers.GetValues("X-Content-Type-Options").Should().Equal("nosniff");
        answer.Headers.Contains("Server").Should().BeFalse();
    }
}
