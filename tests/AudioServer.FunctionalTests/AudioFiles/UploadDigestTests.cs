using System.Net;
using AudioServer.TestKit;

namespace AudioServer.FunctionalTests.AudioFiles;

public sealed class UploadDigestTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private static readonly string Right = Requests.Digest(Requests.Wav);
    private static readonly string Wrong = Requests.Digest(Requests.Flac);

    private readonly AudioServerApp _server = shared.App;

    public static TheoryData<string, string> Holding => new()
    {
        { "Content-Digest", Right },
        { "Repr-Digest", Right },
        { "Repr-Digest", $"md5=:AAAA:, {Right}, sha-512=:AAAA:" },
        { "Repr-Digest", "sha-512=:AAAA:" },
        { "X-Content-SHA256", Requests.Sha256(Requests.Wav) },
        { "X-Content-SHA256", Requests.Sha256(Requests.Wav).ToUpperInvariant() },
        { "x-content-sha256", $"  {Requests.Sha256(Requests.Wav)} " },
    };

    [Theory]
    [MemberData(nameof(Holding))]
    public async Task A_raw_upload_whose_digest_holds_is_taken(string header, string value)
    {
        var file = await _server.PostAsync("", Requests.Wav, (header, value)).CreatedAsync();

        file.Text("sha256").Should().Be(Requests.Sha256(Requests.Wav));
    }

    public static TheoryData<string, string> Failing => new()
    {
        { "Content-Digest", Wrong },
        { "Repr-Digest", Wrong },
        { "Repr-Digest", $"md5=:AAAA:, {Wrong}" },
        { "Repr-Digest", Wrong.Replace("sha", "SHA", StringComparison.Ordinal) },
        { "X-Content-SHA256", Requests.Sha256(Requests.Flac) },
    };

    [Theory]
    [MemberData(nameof(Failing))]
    public async Task A_raw_upload_whose_digest_does_not_hold_keeps_nothing(string header, string value)
    {
        var before = await Kept.ByAsync(_server);

        await _server.PostAsync("", Requests.Wav, (header, value)).RefusedAsync(HttpStatusCode.BadRequest, "digest_mismatch");

        (await Kept.ByAsync(_server)).Should().Be(before);
    }

    public static TheoryData<string, string> Malformed => new()
    {
        { "Content-Digest", "nonsense" },
        { "Content-Digest", "sha-256=" },
        { "Content-Digest", "sha-256=:AAAA:" },
        { "Content-Digest", "sha-256=::" },
        { "Content-Digest", $"sha-256={Requests.Sha256(Requests.Wav)}" },
        { "Repr-Digest", "sha-256=:!!!!:" },
        { "Repr-Digest", Right.TrimEnd(':') },
        { "X-Content-SHA256", "" },
        { "X-Content-SHA256", "abc" },
        { "X-Content-SHA256", new string('g', 64) },
        { "X-Content-SHA256", Requests.Sha256(Requests.Wav) + "00" },
    };

    [Theory]
    [MemberData(nameof(Malformed))]
    public async Task A_digest_that_cannot_be_read_is_refused_and_never_passed_over(string header, string value)
    {
        var before = await Kept.ByAsync(_server);
        var multipart = Requests.Multipart(Requests.FilePart("digest.wav", Requests.Wav));

        await _server.PostAsync("", Requests.Wav, (header, value)).RefusedAsync(HttpStatusCode.BadRequest, "malformed_request");
        await _server.PostMultipartAsync("", multipart, headers: (header, value)).RefusedAsync(HttpStatusCode.BadRequest, "malformed_request");

        (await Kept.ByAsync(_server)).Should().Be(before);
    }

    [Fact]
    public async Task One_digest_of_several_that_does_not_hold_refuses_the_upload()
    {
        await _server.PostAsync("", Requests.Wav, ("Content-Digest", Right), ("Repr-Digest", Right), ("X-Content-SHA256", Requests.Sha256(Requests.Flac)))
            .RefusedAsync(HttpStatusCode.BadRequest, "digest_mismatch");
    }

    [Fact]
    public async Task A_digest_sent_twice_in_one_header_is_refused()
    {
        await _server.PostAsync("", Requests.Wav, ("X-Content-SHA256", $"{Requests.Sha256(Requests.Flac)}, {Requests.Sha256(Requests.Wav)}"))
            .RefusedAsync(HttpStatusCode.BadRequest, "malformed_request");
    }

    [Fact]
    public async Task Of_a_multipart_upload_Content_Digest_covers_the_whole_body_and_the_others_the_file()
    {
        byte[] body = [.. "preamble\r\n"u8, .. Requests.Multipart(Requests.FilePart("digest.wav", Requests.Wav)), .. "epilogue"u8];

        var file = await _server.PostMultipartAsync("?onconflict=replace", body, headers: [("Content-Digest", Requests.Digest(body)), ("Repr-Digest", Right), ("X-Content-SHA256", Requests.Sha256(Requests.Wav))]).CreatedAsync();

        file.Text("sha256").Should().Be(Requests.Sha256(Requests.Wav));
    }

    [Theory]
    [InlineData("Content-Digest")]
    [InlineData("Repr-Digest")]
    public async Task Of_a_multipart_upload_the_digest_of_the_other_does_not_hold(string header)
    {
        var before = await Kept.ByAsync(_server);
        var body = Requests.Multipart(Requests.FilePart("mixed-up.wav", Requests.Wav));
        var mixedUp = header == "Content-Digest" ? Right : Requests.Digest(body);

        await _server.PostMultipartAsync("", body, headers: (header, mixedUp)).RefusedAsync(HttpStatusCode.BadRequest, "digest_mismatch");

        (await Kept.ByAsync(_server)).Should().Be(before);
    }

    [Fact]
    public async Task A_large_multipart_body_has_the_digest_of_all_of_it()
    {
        byte[] content = [.. Requests.Wav, .. new byte[1_000_000]];
        byte[] body = [.. Requests.Multipart(Requests.FilePart("large.wav", content)), .. new byte[10_000]];

        await _server.PostMultipartAsync("", body, headers: ("Content-Digest", Requests.Digest(body))).CreatedAsync();
    }
}
