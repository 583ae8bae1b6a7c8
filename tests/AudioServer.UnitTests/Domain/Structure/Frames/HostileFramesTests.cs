using AudioServer.UnitTests.Domain.Formats;
using static AudioServer.UnitTests.Domain.Formats.Bytes;
using static AudioServer.UnitTests.Domain.Structure.Frames.FrameFiles;

namespace AudioServer.UnitTests.Domain.Structure.Frames;

/// <summary>Whatever the bytes, a walk ends and throws nothing.</summary>
public class HostileFramesTests
{
    private static readonly string[] Demuxers = ["mp3", "aac", "loas", "ac3", "eac3", "amr"];

    [Fact]
    public void Every_stream_may_be_cut_at_every_byte()
    {
        foreach (var (name, demuxer) in All)
        {
            var content = Read(name);
            for (var length = 0; length < content.Length; length += length < 1200 ? 1 : 37)
            {
                Scan(content[..length], demuxer).AudioEnd.GetValueOrDefault().Should().BeLessThanOrEqualTo(length);
            }
        }
    }

    [Fact]
    public void Every_stream_may_be_spoilt_anywhere()
    {
        var random = new Random(20_240_229);
        foreach (var (name, demuxer) in All)
        {
            var content = Read(name);
            for (var round = 0; round < 100; round++)
            {
                var spoilt = (byte[])content.Clone();
                for (var change = 0; change < 1 + (round % 20); change++)
                {
                    spoilt[random.Next(round % 2 == 0 ? 200 : spoilt.Length)] = (byte)random.Next(256);
                }

                Scan(spoilt, demuxer).Should().NotBeNull();
            }
        }
    }

    [Fact]
    public void Noise_holds_no_audio()
    {
        var random = new Random(17);
        var content = new byte[300_000];
        random.NextBytes(content);
        foreach (var demuxer in Demuxers.Except(["amr"]))
        {
            Scan(content, demuxer).PresentSamples.GetValueOrDefault().Should().BeLessThan(48_000, "{0} is asked for", demuxer);
        }
    }

    [Theory]
    [InlineData("FFFB")]
    [InlineData("FFFB9064")]
    [InlineData("FFF15080")]
    [InlineData("56E001")]
    [InlineData("0B77")]
    [InlineData("4944330400000000000A")]
    [InlineData("4150455441474558")]
    [InlineData("4C5952494353424547494E")]
    [InlineData("544147")]
    [InlineData("00")]
    public void Marks_over_and_over_come_to_an_end(string mark)
    {
        var content = Join([.. Enumerable.Repeat(Hex(mark), 500_000 / (mark.Length / 2))]);
        foreach (var demuxer in Demuxers)
        {
            Scan(content, demuxer).Should().NotBeNull();
            Scan([.. Samples.Media["MP3"].Content, .. content], demuxer).Should().NotBeNull();
        }
    }

    [Fact]
    public void A_tag_may_claim_more_than_there_is() =>
        Scan([.. Id3(0x0FFFFFFF, 10), .. Read("mp3-cbr.mp3")]).PresentSamples.Should().Be(0);

    [Fact]
    public void A_tag_of_frames_may_claim_anything()
    {
        var content = Read("mp3-cbr.mp3");
        var tag = content.AsSpan().IndexOf("Info"u8);
        content.AsSpan(tag + 8, 8).Fill(0xFF);
        content.AsSpan(tag + 120, 60).Fill(0xFF);

        Scan(content).Weighty().Should().NotBeEmpty();
    }
}
