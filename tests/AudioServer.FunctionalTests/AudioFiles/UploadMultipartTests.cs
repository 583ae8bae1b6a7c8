using System.Net;
using System.Text;
using AudioServer.TestKit;

namespace AudioServer.FunctionalTests.AudioFiles;

public sealed class UploadMultipartTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private readonly AudioServerApp _server = shared.App;

    [Theory]
    [InlineData("form-data; name=\"file\"; filename=\"usual.wav\"", "usual.wav")]
    [InlineData("form-data; name=\"anything at all\"; filename=\"field.wav\"", "field.wav")]
    [InlineData("form-data; name=\"file\"; filename=token.wav", "token.wav")]
    [InlineData("form-data; name=\"file\"; filename=\"größe 音楽 🎵.wav\"", "größe 音楽 🎵.wav")]
    [InlineData("form-data; name=\"file\"; filename*=UTF-8''gr%C3%B6%C3%9Fe.wav", "größe.wav")]
    [InlineData("form-data; name=\"file\"; filename=\"_.wav\"; filename*=UTF-8''%E9%9F%B3.wav", "音.wav")]
    [InlineData("form-data; name=\"file\"; filename=\"/home/me/music/unix.wav\"", "unix.wav")]
    [InlineData("form-data; name=\"file\"; filename=\"C:\\Music\\windows.wav\"", "windows.wav")]
    [InlineData("form-data; name=\"file\"; filename=\"../../etc/passwd\"", "passwd")]
    [InlineData("form-data; name=\"file\"; filename=\"say \\\"hi\\\".wav\"", "say \"hi\".wav")]
    [InlineData("form-data; name=\"file\"; filename=\"cafe\u0301.wav\"", "café.wav")]
    public async Task A_file_part_is_named_by_the_last_segment_of_its_file_name(string disposition, string name)
    {
        var file = await _server.PostMultipartAsync("", Requests.Multipart(Requests.Part(disposition, Requests.Wav))).CreatedAsync();

        file.Text("name").Should().Be(name);
        file.Text("sha256").Should().Be(Requests.Sha256(Requests.Wav));
    }

    [Theory]
    [InlineData("form-data; name=\"file\"; filename=\"a/..\"")]
    [InlineData("form-data; name=\"file\"; filename*=UTF-8''a%0D%0Ab.wav")]
    [InlineData("form-data; name=\"file\"; filename=\"folder/\"")]
    [InlineData("form-data; name=\"file\"; filename=\"a\u202Evaw.exe\"")]
    public async Task A_file_name_whose_last_segment_nothing_can_have_is_refused(string disposition) =>
        await RefusedWithNothingKeptAsync(Requests.Multipart(Requests.Part(disposition, Requests.Wav)), "invalid_name");

    [Fact]
    public async Task A_file_name_in_another_code_than_UTF_8_is_refused()
    {
        byte[] body = [.. Encoding.ASCII.GetBytes($"--{Requests.Boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"gr"), 0xF6, .. "n.wav\"\r\n\r\n"u8, .. Requests.Wav, .. Encoding.ASCII.GetBytes($"\r\n--{Requests.Boundary}--\r\n")];

        await RefusedWithNothingKeptAsync(body, "invalid_name");
    }

    [Fact]
    public async Task The_name_parameter_wins_over_the_parts()
    {
        var file = await _server.PostMultipartAsync("?name=parameter-wins.wav", Requests.Multipart(Requests.FilePart("part.wav", Requests.Wav))).CreatedAsync();

        file.Text("name").Should().Be("parameter-wins.wav");
    }

    [Theory]
    [InlineData("form-data; name=\"file\"")]
    [InlineData("form-data; name=\"file\"; filename=\"\"")]
    public async Task A_file_part_without_a_name_is_named_by_the_server(string disposition)
    {
        var file = await _server.PostMultipartAsync("", Requests.Multipart(Requests.Part(disposition, Requests.Wav, "audio/wav"))).CreatedAsync();

        file.Text("name").Should().Be($"audio-{file.Text("id")}.wav");
    }

    [Theory]
    [InlineData("This is a preamble.\r\n", "")]
    [InlineData("", "This is an epilogue.\r\n--and this is no boundary")]
    [InlineData("\r\n", "\r\n\r\n")]
    public async Task What_stands_before_and_after_the_parts_is_passed_over(string preamble, string epilogue)
    {
        byte[] body = [.. Encoding.ASCII.GetBytes(preamble), .. Requests.Multipart(Requests.FilePart("framed.wav", Requests.Wav)), .. Encoding.ASCII.GetBytes(epilogue)];

        var file = await _server.PostMultipartAsync("?onconflict=replace", body).CreatedAsync();

        file.Text("sha256").Should().Be(Requests.Sha256(Requests.Wav));
    }

    [Theory]
    [InlineData("multipart/form-data; boundary=\"----------------------------d74496d66958873e\"")]
    [InlineData("Multipart/Form-Data;boundary=----------------------------d74496d66958873e; charset=utf-8")]
    public async Task The_boundary_may_be_written_in_every_way_HTTP_has(string contentType)
    {
        var file = await _server.PostMultipartAsync("?onconflict=replace", Requests.Multipart(Requests.FilePart("boundary.wav", Requests.Wav)), contentType).CreatedAsync();

        file.Text("name").Should().Be("boundary.wav");
    }

    [Fact]
    public async Task A_file_that_holds_what_looks_like_boundaries_is_taken_whole()
    {
        byte[] content = [.. Requests.Wav, .. Encoding.ASCII.GetBytes($"\r\n--{Requests.Boundary[..^1]}\r\n--\r\n\r\n----------")];

        var file = await _server.PostMultipartAsync("", Requests.Multipart(Requests.FilePart("lookalike.wav", content))).CreatedAsync();

        file.Text("sha256").Should().Be(Requests.Sha256(content));
    }

    [Fact]
    public async Task A_chunked_multipart_body_is_taken()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/api/v1/audio", UriKind.Relative));
        request.Content = new MultipartFormDataContent { { new ByteArrayContent(Requests.Wav), "upload", "client library.wav" } };
        request.Headers.TransferEncodingChunked = true;
        using var answer = await _server.Client.SendAsync(request);

        var file = await answer.JsonAsync(HttpStatusCode.Created);
        file.Text("name").Should().Be("client library.wav");
    }

    public static TheoryData<string, byte[]> Malformed => new()
    {
        { "two files", Requests.Multipart(Requests.FilePart("one.wav", Requests.Wav), Requests.FilePart("two.wav", Requests.Flac)) },
        { "a text field behind the file", Requests.Multipart(Requests.FilePart("one.wav", Requests.Wav), Requests.Part("form-data; name=\"title\"", "words"u8.ToArray(), null)) },
        { "a text field before the file", Requests.Multipart(Requests.Part("form-data; name=\"title\"", "words"u8.ToArray(), null), Requests.FilePart("one.wav", Requests.Wav)) },
        { "a text field alone", Requests.Multipart(Requests.Part("form-data; name=\"file\"", Requests.Wav, null)) },
        { "no part", Requests.Multipart() },
        { "a header without a colon", Raw("no header at all\r\n\r\n") },
        { "a header of 64 KiB", Raw($"Content-Disposition: form-data; filename=\"{new string('a', 65536)}\"\r\n\r\n") },
        { "a thousand headers", Raw(string.Concat(Enumerable.Range(0, 1000).Select(number => $"X-{number}: y\r\n")) + "\r\n") },
        { "no boundary anywhere", Requests.Wav },
        { "half a header", Requests.FilePart("cut.wav", Requests.Wav)[..60] },
        { "words behind a boundary", [.. Encoding.ASCII.GetBytes($"--{Requests.Boundary}words\r\n\r\n"), .. Requests.Multipart()] },
    };

    [Theory]
    [MemberData(nameof(Malformed))]
    public async Task A_body_that_does_not_hold_exactly_one_file_is_refused(string what, byte[] body)
    {
        var problem = await RefusedWithNothingKeptAsync(body, "invalid_multipart");

        problem.Should().NotBeNullOrWhiteSpace(what);
    }

    public static TheoryData<string, byte[]> Cut => new()
    {
        { "nothing", [] },
        { "a few bytes without a boundary", Requests.Wav[..1000] },
        { "no closing boundary", Requests.FilePart("cut.wav", Requests.Wav) },
        { "half a file", Requests.FilePart("cut.wav", Requests.Wav)[..2000] },
        { "half the closing boundary", Requests.Multipart(Requests.FilePart("cut.wav", Requests.Wav))[..^10] },
        { "another boundary closing", [.. Requests.FilePart("cut.wav", Requests.Wav), .. "--other--\r\n"u8] },
    };

    [Theory]
    [MemberData(nameof(Cut))]
    public async Task A_body_that_ends_before_its_closing_boundary_is_refused_as_incomplete(string what, byte[] body)
    {
        var problem = await RefusedWithNothingKeptAsync(body, "incomplete_body");

        problem.Should().NotBeNullOrWhiteSpace(what);
    }

    [Theory]
    [InlineData("multipart/form-data")]
    [InlineData("multipart/form-data; boundary=\"\"")]
    [InlineData("multipart/form-data; boundary=")]
    [InlineData("multipart/form-data; charset=utf-8")]
    [InlineData("multipart/form-data; boundary=xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx")]
    public async Task Without_a_usable_boundary_a_multipart_body_is_refused(string contentType) =>
        await RefusedWithNothingKeptAsync(Requests.Multipart(Requests.FilePart("one.wav", Requests.Wav)), "invalid_multipart", contentType);

    [Fact]
    public async Task An_empty_file_part_is_not_audio()
    {
        var before = await Kept.ByAsync(_server);

        await _server.PostMultipartAsync("", Requests.Multipart(Requests.FilePart("empty.wav", []))).RefusedAsync(HttpStatusCode.UnsupportedMediaType, "not_audio");

        (await Kept.ByAsync(_server)).Should().Be(before);
    }

    private static byte[] Raw(string head) => [.. Encoding.ASCII.GetBytes($"--{Requests.Boundary}\r\n{head}"), .. Requests.Wav, .. "\r\n"u8, .. Requests.Multipart()];

    private async Task<string?> RefusedWithNothingKeptAsync(byte[] body, string code, string contentType = $"multipart/form-data; boundary={Requests.Boundary}")
    {
        var before = await Kept.ByAsync(_server);
        var problem = await _server.PostMultipartAsync("", body, contentType).RefusedAsync(HttpStatusCode.BadRequest, code);
        (await Kept.ByAsync(_server)).Should().Be(before);
        return problem.Text("detail");
    }
}
