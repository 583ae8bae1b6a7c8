using AudioServer.Domain.Formats;
using static AudioServer.UnitTests.Domain.Formats.Bytes;

namespace AudioServer.UnitTests.Domain.Formats;

/// <summary>Whatever the bytes, there is an answer, few bytes are read (the stream holds the limit) and nothing is thrown.</summary>
public class HostileContentTests
{
    private const int HeaderSize = 160;

    [Fact]
    public void Every_sample_may_be_cut_at_every_byte()
    {
        foreach (var content in Samples.Media.Values.Select(sample => sample.Content).Concat(Samples.Other.Values.Select(sample => sample.Content)))
        {
            // Every byte of the header, then a cut here and there in what follows.
            for (var length = 0; length <= content.Length; length += length < HeaderSize ? 1 : 4999)
            {
                Answer(new MeteredStream(content, length)).Should().NotBeNull();
                Answer(new MeteredStream(Join(Id3(3), content), length + 13)).Should().NotBeNull();
            }
        }
    }

    [Fact]
    public void Every_sample_may_stand_before_a_terabyte_of_anything()
    {
        foreach (var (content, demuxer) in Samples.Media.Values)
        {
            Answer(new MeteredStream(content, 1L << 40)).Should().Be(new Signature.Media(demuxer));
            Answer(new MeteredStream(content, 1L << 40, 0xFF)).Should().Be(new Signature.Media(demuxer));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0xFF)]
    [InlineData(0x47)]
    [InlineData(0x56)]
    public void One_byte_over_and_over_is_no_audio(byte value) => Answer(new MeteredStream([], 1L << 33, value)).Should().BeOfType<Signature.Other>();

    [Fact]
    public void Random_bytes_are_no_audio()
    {
        var random = new Random(20_240_229);
        for (var round = 0; round < 200; round++)
        {
            var content = new byte[random.Next(1, 10_000)];
            random.NextBytes(content);
            Answer(new MeteredStream(content)).Should().BeOfType<Signature.Other>("round {0} is noise", round);
        }
    }

    [Theory]
    [InlineData("FFFB")]
    [InlineData("FFF1")]
    [InlineData("FFF150")]
    [InlineData("56E0")]
    [InlineData("56E040")]
    [InlineData("0B77")]
    [InlineData("7FFE8001")]
    [InlineData("FE7F0180")]
    [InlineData("1FFFE80007F0")]
    [InlineData("FF1F00E8F007")]
    public void Sync_words_everywhere_are_no_audio(string sync)
    {
        var content = Join([.. Enumerable.Repeat(Hex(sync), 300_000 / Hex(sync).Length)]);

        Answer(new MeteredStream(content)).Should().BeOfType<Signature.Other>();
    }

    [Theory]
    [InlineData(0x0FFFFFFF)]
    [InlineData(1024 * 1024)]
    [InlineData(2048)]
    public void A_tag_that_claims_more_than_the_file_hides_no_audio(int claimed) =>
        Answer(new MeteredStream(Join(Id3(claimed, 0), Samples.Mp3[..2000]))).Should().Be(new Signature.Other("a tag with no audio behind it"));

    [Fact]
    public void A_huge_tag_is_stepped_over_without_being_read()
    {
        var stream = new MeteredStream(Id3(0x0FFFFFFF, 0), 10L << 30);

        Answer(stream).Should().BeOfType<Signature.Other>();
    }

    [Fact]
    public void An_APE_tag_may_claim_four_gigabytes()
    {
        var tag = Join(Latin("APETAGEX"), Hex("D0070000 FFFFFFFF 01000000 000000A0 0000000000000000"));

        Answer(new MeteredStream(Join(tag, Samples.Mp3))).Should().Be(new Signature.Other("a tag with no audio behind it"));
    }

    [Fact]
    public void A_file_of_nothing_but_tags_ends_the_search()
    {
        var content = Join([.. Enumerable.Repeat(Id3(0), 100_000)]);

        Answer(new MeteredStream(content)).Should().BeOfType<Signature.Other>();
    }

    [Fact]
    public void A_WAVE_of_nothing_but_chunks_ends_the_search()
    {
        var content = Wave([.. Enumerable.Repeat(Chunk("junk", []), 50_000)]);

        Answer(new MeteredStream(content)).Should().Be(new Signature.Media("wav"));
    }

    [Fact]
    public void A_WAVE_chunk_may_claim_four_gigabytes() =>
        Answer(new MeteredStream(Wave(Join(Latin("junk"), Hex("FFFFFFFF"))))).Should().Be(new Signature.Media("wav"));

    [Fact]
    public void The_most_that_is_ever_read_stays_below_the_limit()
    {
        var stream = new MeteredStream(Join([.. Enumerable.Repeat(Id3(0), 63)]), 1L << 30, 0xAA);

        Answer(stream);

        stream.BytesRead.Should().BeLessThan(140 * 1024);
    }

    private static Signature Answer(MeteredStream content) => SignatureDetector.Detect(content);
}
