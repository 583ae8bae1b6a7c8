using System.Net;
using AudioServer.TestKit;

namespace AudioServer.FunctionalTests.AudioFiles;

/// <summary>A server whose limit is exactly the length of one fixture.</summary>
public sealed class UploadLimitTests(UploadLimitTests.OfOneFixture shared) : IClassFixture<UploadLimitTests.OfOneFixture>, IAsyncLifetime
{
    private static readonly byte[] OneMore = [.. Requests.Wav, 0];
    private static readonly string Chunked = "POST /post HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n";

    private readonly AudioServerApp _server = shared.App;

    public sealed class OfOneFixture() : SharedServer(null, "--Limits:MaxUploadBytes", $"{Requests.Wav.Length}");

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => shared.ClearAsync();

    public enum Way
    {
        Raw,
        Chunked,
        Multipart,
        ChunkedMultipart,
    }

    [Theory]
    [InlineData(Way.Raw)]
    [InlineData(Way.Chunked)]
    [InlineData(Way.Multipart)]
    [InlineData(Way.ChunkedMultipart)]
    public async Task A_file_of_exactly_the_limit_is_taken(Way way)
    {
        using var answer = await UploadAsync(way, Requests.Wav);

        var file = await answer.JsonAsync(HttpStatusCode.Created);
        file.GetProperty("size").GetInt64().Should().Be(Requests.Wav.Length);
    }

    [Theory]
    [InlineData(Way.Raw)]
    [InlineData(Way.Chunked)]
    [InlineData(Way.Multipart)]
    [InlineData(Way.ChunkedMultipart)]
    public async Task A_file_of_one_byte_more_is_too_large(Way way)
    {
        using var answer = await UploadAsync(way, OneMore);

        await answer.ProblemAsync(HttpStatusCode.RequestEntityTooLarge, "too_large");
        (await Kept.ByAsync(_server)).Should().Be(Kept.Nothing);
    }

    [Theory]
    [InlineData("Content-Length: 5368709120\r\n")]
    [InlineData("Content-Length: 5368709120\r\nExpect: 100-continue\r\n")]
    [InlineData("Content-Length: 5368709120\r\nContent-Type: multipart/form-data; boundary=x\r\n")]
    [InlineData("Content-Length: 9223372036854775807\r\n")]
    [InlineData("Content-Length: ONE_MORE\r\n")]
    public async Task What_announces_itself_as_too_large_is_refused_before_any_of_it_is_read(string headers)
    {
        // The sending side stays open: a server that waited for the body would wait until the test's time is over.
        var answer = await RawHttp.FirstAnswerAsync(_server.Address, $"POST /post HTTP/1.1\r\nHost: localhost\r\n{headers.Replace("ONE_MORE", $"{OneMore.Length}", StringComparison.Ordinal)}\r\n");

        answer.Should().StartWith("HTTP/1.1 413").And.Contain("\"too_large\"");
        (await Kept.ByAsync(_server)).Should().Be(Kept.Nothing);
    }

    [Fact]
    public async Task A_body_that_goes_on_and_on_is_refused_as_soon_as_it_is_too_long()
    {
        var chunk = $"10000\r\n{new string('x', 0x10000)}\r\n";

        var answer = await RawHttp.FirstAnswerAsync(_server.Address, Chunked + chunk);

        answer.Should().StartWith("HTTP/1.1 413").And.Contain("\"too_large\"");
        (await Kept.ByAsync(_server)).Should().Be(Kept.Nothing);
    }

    [Fact]
    public async Task An_epilogue_that_goes_on_and_on_is_refused()
    {
        byte[] body = [.. Requests.Multipart(Requests.FilePart("a.wav", Requests.Wav)), .. new byte[32 * 1024]];

        await _server.PostMultipartAsync("", body).RefusedAsync(HttpStatusCode.BadRequest, "invalid_multipart");

        (await Kept.ByAsync(_server)).Should().Be(Kept.Nothing);
    }

    private async Task<HttpResponseMessage> UploadAsync(Way way, byte[] file)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/post", UriKind.Relative));
        request.Content = way is Way.Multipart or Way.ChunkedMultipart ? new MultipartFormDataContent { { new ByteArrayContent(file), "file", "limit.wav" } } : new ByteArrayContent(file);
        request.Headers.TransferEncodingChunked = way is Way.Chunked or Way.ChunkedMultipart;
        return await _server.Client.SendAsync(request);
    }
}
