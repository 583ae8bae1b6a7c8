using AudioServer.Domain.Verification;
using static AudioServer.UnitTests.Domain.Structure.Frames.FrameFiles;

namespace AudioServer.UnitTests.Domain.Structure.Frames;

public class FrameStreamWalkerTests
{
    [Theory]
    [InlineData("aac-adts.aac", "aac", 27_648, 44_100, 2)]
    [InlineData("dolby-ac3.ac3", "ac3", 24_576, 48_000, 2)]
    [InlineData("dolby-eac3.eac3", "eac3", 24_576, 48_000, 2)]
    [InlineData("amr-nb.amr", "amr", 8000, 8000, 1)]
    public void Frames_are_counted_in_samples(string name, string demuxer, long samples, int sampleRate, int channels)
    {
        var structure = Scan(Read(name), demuxer);

        structure.PresentSamples.Should().Be(samples);
        structure.DeclaredSamples.Should().BeNull("such a stream declares nothing");
        (structure.SampleRate, structure.Channels).Should().Be((sampleRate, channels));
        structure.Findings.Should().BeEmpty();
    }

    [Theory]
    [InlineData("aac-adts.aac", "aac")]
    [InlineData("aac-latm.loas", "loas")]
    [InlineData("dolby-ac3.ac3", "ac3")]
    [InlineData("dolby-eac3.eac3", "eac3")]
    [InlineData("amr-nb.amr", "amr")]
    public void A_cut_frame_is_an_error(string name, string demuxer)
    {
        var content = Read(name);
        foreach (var length in new[] { content.Length * 9 / 10, content.Length * 99 / 100, content.Length - 1 })
        {
            Scan(content[..length], demuxer).Weighty().Should().ContainSingle().Which.Should().Match<Finding>(
                finding => finding.Code == FindingCodes.Truncated && finding.Severity == Severity.Error);
        }
    }

    [Theory]
    [InlineData("dolby-ac3.ac3", "ac3")]
    [InlineData("dolby-eac3.eac3", "eac3")]
    public void Every_changed_bit_of_Dolby_s_frames_is_found(string name, string demuxer)
    {
        var content = Read(name);
        Scan(content, demuxer).IsChecksummed.Should().BeTrue();
        for (var place = 390; place < content.Length; place += 97)
        {
            var spoilt = (byte[])content.Clone();
            spoilt[place] ^= 4;

            Scan(spoilt, demuxer).Weighty().Should().NotBeEmpty("a bit of byte {0} was turned", place);
        }
    }

    [Fact]
    public void The_samples_of_a_core_that_may_be_doubled_are_not_claimed()
    {
        var content = Read("aac-adts.aac");
        for (var offset = 0; offset < content.Length; offset += ((content[offset + 3] & 3) << 11) | (content[offset + 4] << 3) | (content[offset + 5] >> 5))
        {
            content[offset + 2] = (byte)((content[offset + 2] & 0xC3) | (7 << 2)); // 22,050 Hz
        }

        var structure = Scan(content, "aac");

        structure.PresentSamples.Should().BeNull();
        structure.Findings.Should().BeEmpty();
    }
}
