using AudioServer.Domain.AudioFiles;
using AudioServer.Domain.Verification;
using static AudioServer.UnitTests.Domain.Verification.Cases;

namespace AudioServer.UnitTests.Domain.Verification;

public sealed class JudgeOnComplaintsTests
{
    [Fact]
    public void A_complaint_over_whole_audio_is_concealed_damage()
    {
        var report = Judge.Pass(Sound.Complained(("invalid new backstep", 2.5)));

        report.State.Should().Be(VerificationState.Suspect);
        report.Findings.Should().Equal(
            new Finding(FindingCodes.DecodeError, Severity.Warning, "Near 0:02.500 the decoder had to bridge damaged audio: invalid new backstep", 2.5));
    }

    [Fact]
    public void A_complaint_over_audio_that_lacks_a_sample_is_a_loss_also_within_the_tolerance() =>
        Judge.Pass(Sound.Decoded(Samples - 1152).Complained(("invalid new backstep", 2.5))).State.Should().Be(VerificationState.Broken);

    [Fact]
    public void A_complaint_is_a_loss_where_no_count_is_known() =>
        Judge.Pass(Unwalked.Declaring(declared => declared with { Duration = null }).Complained(("Error decoding", 2.5))).State.Should().Be(VerificationState.Broken);

    [Theory]
    [InlineData("[wavpack] CRC mismatch")]
    [InlineData("Checksum error")]
    [InlineData("[mlp] Lossless check failed: Parity check failed")]
    public void A_codec_s_own_checksum_cannot_be_bridged(string message) =>
        Judge.Pass(Sound.Complained((message, 2.5))).Findings.Should().ContainSingle().Which.Should().BeEquivalentTo(new { Code = FindingCodes.ChecksumMismatch, Severity = Severity.Error, At = 2.5 });

    [Fact]
    public void Of_layer_I_the_decoder_does_not_know_what_the_checksum_covers() =>
        Judge.Pass(Sound.Of("mp3", "mp1").Complained(("mp3float: CRC mismatch E4DE!", 0))).State.Should().Be(VerificationState.Ok);

    [Fact]
    public void A_complaint_over_what_stands_behind_the_last_sample_is_no_finding() =>
        Judge.Pass(Sound.Structured(structure => structure with { AudioEnd = 79_872 }).Complained(("Header missing", 4.4))).Findings.Should().BeEmpty();

    [Fact]
    public void A_complaint_near_the_end_counts_when_nothing_stands_behind_the_audio() =>
        Judge.Pass(Sound.Complained(("Header missing", 4.9))).State.Should().Be(VerificationState.Suspect);

    [Fact]
    public void A_complaint_near_the_end_counts_when_audio_is_missing() =>
        Judge.Pass(Sound.Structured(structure => structure with { AudioEnd = 79_872 }).Decoded(4 * Rate).Complained(("Header missing", 3.9))).Findings
            .Should().HaveCount(2).And.OnlyContain(finding => finding.Severity == Severity.Error);

    [Fact]
    public void Several_lines_over_one_place_are_one_finding() =>
        Judge.Pass(Sound.Complained(("invalid new backstep", 1), ("Error while decoding", 1), ("Header missing", 2))).Findings
            .Select(finding => finding.At).Should().Equal(1, 2);

    [Fact]
    public void A_decoder_that_gives_up_without_a_word_complains_where_its_samples_end() =>
        Judge.Pass(Sound.Decoded(Samples - 1).Ended(DecodingEnd.GaveUp)).Findings
            .Should().ContainSingle().Which.Should().BeEquivalentTo(new { Code = FindingCodes.DecodeError, Severity = Severity.Error });

    [Theory]
    [InlineData("pcm_s16le")]
    [InlineData("pcm_f32be")]
    public void Samples_that_are_their_bytes_need_no_decoder_s_word(string codec) =>
        Judge.Pass(Sound.Of("wav", codec).Complained(("Invalid PCM packet", 0))).Findings.Should().BeEmpty();

    [Fact]
    public void Checksums_that_hold_outweigh_complaints()
    {
        Judge.Pass(Flac.Complained(("Unknown attached picture mimetype", 0))).State.Should().Be(VerificationState.Ok);
        Judge.Pass(Sound.Structured(structure => structure with { IsChecksummed = true }).Complained(("x", 1))).State.Should().Be(VerificationState.Ok);
    }

    [Fact]
    public void An_md5_that_differs_breaks_the_file() =>
        Judge.Pass(Flac with { Pcm = Flac.Pcm with { Md5 = [1, 2, 4] } }).Findings
            .Should().ContainSingle().Which.Should().BeEquivalentTo(new { Code = FindingCodes.ChecksumMismatch, Severity = Severity.Error });

    [Theory]
    [InlineData(FindingCodes.RateChange)]
    [InlineData(FindingCodes.ChannelChange)]
    public void An_md5_is_not_compared_where_the_format_changes(string change) =>
        Judge.Pass((Flac with { Pcm = Flac.Pcm with { Md5 = [9] } }).Found(new Finding(change, Severity.Warning, ""))).Findings.Select(finding => finding.Code).Should().Equal(change);

    [Fact]
    public void An_md5_is_not_compared_where_none_is_stated_or_none_was_reckoned()
    {
        Judge.Pass(Flac with { Pcm = Flac.Pcm with { Md5 = null } }).State.Should().Be(VerificationState.Ok);
        Judge.Pass(Flac.Structured(structure => structure with { PcmMd5 = null })).State.Should().Be(VerificationState.Ok);
        Judge.Pass((Flac with { Pcm = Flac.Pcm with { Md5 = [9] } }).Structured(structure => structure with { Channels = 1 }).Declaring(declared => declared with { Channels = 2 })).State
            .Should().Be(VerificationState.Ok);
    }
}
