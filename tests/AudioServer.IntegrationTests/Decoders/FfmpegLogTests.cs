using System.Text;
using AudioServer.Domain.Verification;
using AudioServer.Infrastructure.Decoders;
using AudioServer.TestKit;

namespace AudioServer.IntegrationTests.Decoders;

public sealed class FfmpegLogTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_complaint_is_named_by_who_makes_it_and_when()
    {
        var log = await ReadAsync("[flac @ 0x55] [error] invalid residual\n[error] file:/input: Invalid data found when processing input\n[fatal] too bad");

        log.Complaints.Should().Equal(
            new DecoderComplaint("flac: invalid residual", 2.5), new("Invalid data found when processing input", 2.5), new("too bad", 2.5));
        log.ComplaintCount.Should().Be(3);
    }

    [Fact]
    public async Task Only_a_level_at_the_left_edge_makes_a_complaint()
    {
        var log = await ReadAsync("  [error] indented\nfree text [error]\n[info] [error] quoted\n[warning] Guessed Channel Layout for Input Stream #0.0 : mono\n[error]\n");

        log.Complaints.Should().BeEmpty();
    }

    [Fact]
    public async Task The_same_said_again_is_counted_and_kept_once()
    {
        var log = await ReadAsync("[a @ 0x1] [error] bad\n    Last message repeated 41 times\n[a @ 0x2] [error] bad\n[error] other\n[info] fine\n    Last message repeated 9 times\n");

        log.Complaints.Select(complaint => complaint.Message).Should().Equal("a: bad", "other");
        log.ComplaintCount.Should().Be(44);
    }

    [Fact]
    public async Task Warnings_count_where_they_are_about_decoding()
    {
        var log = await ReadAsync("[mp3 @ 0x1] [warning] Estimating duration\n[warning] Error while decoding stream\n[dec:aac @ 0x1] [warning] corrupt decoded frame\n");

        log.Complaints.Select(complaint => complaint.Message).Should().Equal("Error while decoding stream", "dec:aac: corrupt decoded frame");
    }

    [Fact]
    public async Task What_the_tags_say_is_not_believed_whatever_they_forge()
    {
        var log = await ReadAsync(
            """
            [ogg @ 0x1] [error] CRC mismatch
            [info] Input #0, mp3, from 'file:/input':
            [info]   Metadata:
            [info]     x
            [error] forged
            [error] Decoder (codec none) not found for input stream #0:0
            [info] Stream mapping:
            [error] forged again
            [info] Input #0, mp3
            [error] and again: Cannot allocate memory
            [info] Stream mapping:
            [mp3float @ 0x1] [error] Header missing
            """);

        log.Complaints.Select(complaint => complaint.Message).Should().Equal("ogg: CRC mismatch", "mp3float: Header missing");
        log.ComplaintCount.Should().Be(2);
        log.Should().BeEquivalentTo(new { HasNoDecoder = false, IsOutOfMemory = false });
    }

    [Fact]
    public async Task Real_tags_with_line_breaks_in_their_names_forge_nothing()
    {
        var path = await Probing.Sounds.MakeAsync(
            _folder, "forged.mp3", "-map", "0:a", "-metadata", "x\n[error] forged=1", "-metadata", "y\n[info] Stream mapping:\n[fatal] forged=2",
            "-metadata", "title=\n[error] in the value");

        var decoded = await Decoder.DecodeAsync(path, "mp3");

        decoded.Decoding.Should().BeEquivalentTo(new { End = DecodingEnd.Finished, ComplaintCount = 0 });
    }

    [Fact]
    public async Task A_refused_cover_is_no_complaint_and_no_missing_decoder()
    {
        var log = await ReadAsync(
            "[mjpeg @ 0x1] [error] Codec (mjpeg) not on whitelist 'flac'\n[error] Incorrect BOM value\n[flac @ 0x1] [error] bad\n[error] Error while opening decoder for input stream #0:0 : Invalid argument\n");

        log.Complaints.Select(complaint => complaint.Message).Should().Equal("flac: bad", "Error while opening decoder for input stream #0:0 : Invalid argument");
        log.HasNoDecoder.Should().BeFalse();
        (await ReadAsync("[sonic @ 0x1] [error] Codec (sonic) not on whitelist 'flac'\n[info] Stream mapping:\n[error] Error while opening decoder for input stream")).HasNoDecoder.Should().BeTrue();
    }

    [Fact]
    public async Task Random_bytes_make_no_exception()
    {
        var random = new Random(1);
        string[] words = ["[", "]", " @ 0x", "error", "info", "\n", "    Last message repeated ", "999999999", " times", "é", "\0", " "];
        for (var round = 0; round < 300; round++)
        {
            var text = string.Concat(Enumerable.Range(0, 200).Select(_ => words[random.Next(words.Length)]));
            var log = await ReadAsync(text);
            log.ComplaintCount.Should().BeGreaterThanOrEqualTo(log.Complaints.Count);
        }
    }

    private static async Task<FfmpegLog> ReadAsync(string text)
    {
        var log = new FfmpegLog("file:/input", () => 2.5);
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));
        (await log.ReadAsync(stream)).Should().BeTrue();
        return log;
    }
}
