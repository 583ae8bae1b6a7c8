using AudioServer.Domain.Verification;
using AudioServer.UnitTests.Domain.Structure.Frames;
using static AudioServer.UnitTests.Domain.Formats.Bytes;
using static AudioServer.UnitTests.Domain.Structure.Frames.FrameFiles;

namespace AudioServer.UnitTests.Domain.Structure.Mpeg;

public class MpegAudioWalkerTests
{
    [Theory]
    [InlineData("mp3-cbr.mp3", 22_050)]
    [InlineData("mp3-vbr-xing.mp3", 44_100)]
    [InlineData("mp3-mpeg2-22k.mp3", 22_050)]
    [InlineData("mp3-mpeg2.5-8k.mp3", 8000)]
    public void The_info_frame_declares_the_samples_that_were_encoded(string name, long samples)
    {
        var structure = Scan(Read(name));

        structure.DeclaredSamples.Should().Be(samples);
        structure.PresentSamples.Should().Be(samples);
        structure.IsChecksummed.Should().BeTrue("the tag holds a sum over all frames");
        structure.Findings.Should().BeEmpty();
    }

    [Theory]
    [InlineData("mp3-no-xing.mp3", 40 * 1152)]
    [InlineData("mpeg-layer1.mp1", 50 * 384)]
    [InlineData("mpeg-layer2.mp2", 20 * 1152)]
    public void Without_an_info_frame_nothing_is_declared(string name, long samples)
    {
        var structure = Scan(Read(name));

        structure.DeclaredSamples.Should().BeNull();
        structure.PresentSamples.Should().Be(samples);
        structure.IsChecksummed.Should().BeFalse();
        structure.Findings.Should().BeEmpty();
    }

    [Theory]
    [InlineData("mp3-cbr.mp3")]
    [InlineData("mp3-vbr-xing.mp3")]
    [InlineData("mp3-mpeg2.5-8k.mp3")]
    public void Where_frames_are_declared_every_cut_is_found(string name)
    {
        var content = Read(name);

        // From the second frame on: a lone frame with the tag is no stream yet.
        var missed = Enumerable.Range(content.Length / 8, content.Length * 7 / 8)
            .Where(length => length < content.Length && Scan(content[..length]).Weighty().ToList() is not [{ Code: FindingCodes.Truncated, Severity: Severity.Error }]);

        missed.Should().BeEmpty();
    }

    [Fact]
    public void A_truncation_is_told_in_frames_and_seconds()
    {
        var content = Read("mp3-cbr.mp3");

        var finding = Scan(content[..(content.Length / 2)]).Findings.Should().ContainSingle().Subject;

        finding.Message.Should().Be("The Info tag promises 21 frames, but the file ends after 9 of them: 0.2 s of 0.5 s are there.");
        finding.Byte.Should().Be(content.Length / 2);
        finding.At.Should().BeApproximately(9 * 1152 / 44_100.0, 1e-9);
    }

    [Theory]
    [InlineData("mpeg-layer1.mp1")]
    [InlineData("mpeg-layer2.mp2")]
    [InlineData("mp3-no-xing.mp3")]
    public void Without_a_promise_a_cut_frame_is_told_and_is_no_damage(string name)
    {
        var content = Read(name);

        Scan(content[..^100]).Findings.Should().ContainSingle().Which.Should().Match<Finding>(
            finding => finding.Code == FindingCodes.Truncated && finding.Severity == Severity.Info && finding.Byte < content.Length - 100);
    }

    [Fact]
    public void A_cut_frame_is_told_in_bytes_and_seconds() => Scan(Read("mp3-no-xing.mp3")[..^100]).Findings.Single().Message.Should().Be(
        "The stream ends inside its last frame, at 1.0 s: 109 of 209 bytes are there. It states no length, so that nothing tells whether more should follow.");

    [Fact]
    public void A_layer_III_frame_that_lacks_only_stuffing_lacks_no_audio() =>
        Scan(Read("mp3-no-xing.mp3")[..^4]).Findings.Should().ContainSingle().Which.Message.Should().Be("The last frame lacks 4 of its 209 bytes, but none of its audio.");

    [Fact]
    public void Any_changed_bit_of_the_audio_breaks_the_tag_s_checksum()
    {
        var content = Read("mp3-cbr.mp3");
        for (var place = 900; place < content.Length; place += 211)
        {
            var spoilt = (byte[])content.Clone();
            spoilt[place] ^= 0x10;

            Scan(spoilt).Weighty().Should().NotBeEmpty("a bit of byte {0} was turned", place);
        }
    }

    [Fact]
    public void MP3Gain_may_change_the_audio()
    {
        var content = Read("mp3-cbr.mp3");
        content[^300] ^= 1;
        byte[] tag = [.. Latin("APETAGEX"), .. Hex("D0070000 30000000 01000000 000000A0 0000000000000000"), .. Latin("\u0004\0\0\0\0\0\0\0MP3GAIN_UNDO\0+001"), .. Zeros(17)];

        Scan(content).Weighty().Should().ContainSingle().Which.Code.Should().Be(FindingCodes.ChecksumMismatch);
        Scan([.. content, .. tag]).Weighty().Should().BeEmpty();
    }

    [Fact]
    public void Garbage_between_frames_is_skipped_and_told()
    {
        var content = Read("mp3-no-xing.mp3");
        var at = FrameOffset(content, 10);

        var structure = Scan([.. content[..at], .. Garbage(500), .. content[at..]]);

        structure.Findings.Should().ContainSingle().Which.Should().Match<Finding>(
            finding => finding.Code == FindingCodes.SkippedData && finding.Severity == Severity.Warning && finding.Byte == at);
        structure.PresentSamples.Should().Be(40 * 1152);
    }

    [Fact]
    public void Frames_overwritten_by_garbage_are_missing_when_they_were_declared()
    {
        var content = Read("mp3-cbr.mp3");
        var at = FrameOffset(content, 8);
        Garbage(700).CopyTo(content, at);

        Scan(content).Findings.Select(finding => finding.Code).Should().Contain([FindingCodes.SkippedData, FindingCodes.MissingData]);
    }

    [Fact]
    public void Garbage_before_and_behind_is_told()
    {
        var content = Read("mp3-no-xing.mp3");

        var structure = Scan([.. Garbage(3000), .. content, .. Garbage(4000)]);

        structure.Weighty().Select(finding => (finding.Code, finding.Byte)).Should().Equal((FindingCodes.SkippedData, 0), (FindingCodes.TrailingData, 3000 + content.Length));
        structure.AudioEnd.Should().Be(3000 + content.Length);
    }

    [Theory]
    [InlineData("ID3v1")]
    [InlineData("APE")]
    [InlineData("ID3v2")]
    [InlineData("Lyrics3")]
    public void Tags_behind_the_audio_are_known(string kind)
    {
        byte[] tag = kind switch
        {
            "ID3v1" => [.. Latin("TAG"), .. Garbage(125)],
            "APE" => [.. Latin("APETAGEX"), .. Hex("D0070000 00010000 01000000 000000A0 0000000000000000"), .. Garbage(256)],
            "ID3v2" => Join(Id3(0, 0)[..6], [0, 0, 2, 0], Garbage(256)),
            _ => [.. Latin("LYRICSBEGIN"), .. Garbage(300), .. Latin("LYRICSEND")],
        };

        var structure = Scan([.. Read("mp3-cbr.mp3"), .. tag]);

        structure.Findings.Should().ContainSingle().Which.Message.Should().Be($"Behind the last frame of audio: {tag.Length} bytes of tags ({kind}).");
        structure.Weighty().Should().BeEmpty();
    }

    [Fact]
    public void A_tag_that_declares_too_few_frames_is_a_false_duration()
    {
        var content = Read("mp3-cbr.mp3");
        content[FramesField(content) + 3] -= 5;

        Scan(content).Weighty().First().Code.Should().Be(FindingCodes.DurationMismatch);
    }

    [Fact]
    public void A_tag_that_declares_too_many_frames_in_the_bytes_that_are_there_is_a_false_duration()
    {
        var content = Read("mp3-cbr.mp3");
        content[FramesField(content) + 3] += 5;

        Scan(content).Weighty().Should().ContainSingle().Which.Code.Should().Be(FindingCodes.DurationMismatch);
    }

    [Fact]
    public void A_tag_that_declares_other_bytes_has_a_wrong_size()
    {
        var content = Read("mp3-cbr.mp3");
        content[FramesField(content) + 7] -= 1;

        Scan(content).Weighty().Should().ContainSingle().Which.Code.Should().Be(FindingCodes.SizeFieldWrong);
    }

    [Fact]
    public void A_second_file_of_another_rate_and_other_channels_changes_both()
    {
        var structure = Scan([.. Read("mp3-cbr.mp3"), .. Read("mp3-mpeg2-22k.mp3")[20..]]);

        structure.Weighty().Select(finding => finding.Code).Should().Contain([FindingCodes.RateChange, FindingCodes.ChannelChange]);
    }

    private static int FramesField(byte[] content) => content.AsSpan().IndexOf("Info"u8) + 8;

    private static int FrameOffset(byte[] content, int number)
    {
        var offset = -1;
        for (var frame = 0; frame <= number; frame++)
        {
            offset += 1 + content.AsSpan(offset + 1).IndexOf(new byte[] { 0xFF, 0xFB });
        }

        return offset;
    }

    private static byte[] Garbage(int count) => [.. Enumerable.Range(0, count).Select(index => (byte)(index % 199))];
}
