using System.Net;
using AudioServer.Api.Client;

namespace AudioServer.UnitTests.Api.Client;

public sealed class CommandFailedExceptionTests
{
    [Fact]
    public async Task A_problem_is_told_in_the_servers_words()
    {
        var failed = await OfAsync(HttpStatusCode.Conflict, """{"code":"name_taken","detail":"A file named x exists.","sha256":"ab","status":409}""");

        failed.ExitCode.Should().Be(ExitCode.Failure);
        failed.Message.Should().Be("A file named x exists.");
        failed.Code.Should().Be("name_taken");
        failed.Member("sha256").Should().Be("ab");
        failed.Member("status").Should().BeNull("it is no text");
        failed.Member("nothing").Should().BeNull();
    }

    [Theory]
    [InlineData("<html>Not found</html>")]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("{\"code\":7}")]
    [InlineData("{\"code\":\"a\",\"code\":\"b\"}")]
    public async Task What_is_no_problem_is_told_by_its_status(string body)
    {
        var failed = await OfAsync(HttpStatusCode.NotFound, body);

        failed.ExitCode.Should().Be(ExitCode.NotFound);
        failed.Message.Should().Be("The answer was 404 Not Found.");
        failed.Code.Should().Be("http");
    }

    [Fact]
    public async Task An_answer_without_end_is_not_read_to_it() =>
        (await OfAsync(HttpStatusCode.TooManyRequests, $"{{\"code\":\"{new string('x', 100_000)}\"}}")).ExitCode.Should().Be(ExitCode.Limit);

    private static async Task<CommandFailedException> OfAsync(HttpStatusCode status, string body)
    {
        using var answer = new HttpResponseMessage(status) { Content = new StreamContent(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(body))) };
        return await CommandFailedException.OfAsync(answer, CancellationToken.None);
    }
}
