using AudioServer.Domain.AudioFiles;
using AudioServer.Domain.Verification;
using static AudioServer.UnitTests.Domain.Verification.Cases;

namespace AudioServer.UnitTests.Domain.Verification;

public sealed class JudgeOnLengthTests
{
    [Fact]
    public void A_file_that_ends_before_its_audio_is_truncated_and_the_finding_says_where()
    {
        var finding = Judge.Pass(Sound.Structured(structure => structure with { PresentSamples = 2 * Rate, AudioEnd = 32_000 }).Decoded(2 * Rate)).Findings.Should().ContainSingle().Subject;

        finding.Should().Be(new Finding(FindingCodes.Truncated, Severity.Error, "The file declares 0:05.000 of audio, but it ends after 0:02.000, at byte 32,000.", 2, 32_000));
    }

    [Theory]
    [InlineData(1152, VerificationState.Ok)]
    [InlineData(1153, VerificationState.Broken)]
    [InlineData(-1152, VerificationState.Ok)]
    [InlineData(-1153, VerificationState.Suspect)]
    public void A_count_may_be_off_by_the_tolerance_of_the_format_and_not_a_sample_more(int missing, VerificationState state) =>
        Judge.Pass(Sound.Structured(structure => structure with { PresentSamples = Samples - missing }).Decoded(Samples - missing)).State.Should().Be(state);

    [Theory]
    [InlineData(0, VerificationState.Ok)]
    [InlineData(1, VerificationState.Broken)]
    [InlineData(-1, VerificationState.Suspect)]
    public void A_lossless_count_may_not_be_off_at_all(int missing, VerificationState state) =>
        Judge.Pass(Flac.Structured(structure => structure with { PresentSamples = Samples - missing }).Decoded(Samples - missing)).State.Should().Be(state);

    [Theory]
    [InlineData(1024, VerificationState.Ok)]
    [InlineData(1025, VerificationState.Broken)]
    [InlineData(-1024, VerificationState.Ok)]
    [InlineData(-1025, VerificationState.Suspect)]
    public void What_the_decoder_miscounts_in_every_vorbis_file_is_held_against_none(int missing, VerificationState state) =>
        Judge.Pass(Flac.Of("ogg", "vorbis").Structured(structure => structure with { PcmMd5 = null }).Decoded(Samples - missing)).State.Should().Be(state);

    [Fact]
    public void A_vorbis_file_that_lacks_a_sample_is_truncated() =>
        Judge.Pass(Flac.Of("ogg", "vorbis").Structured(structure => structure with { PcmMd5 = null, PresentSamples = Samples - 1 })).State.Should().Be(VerificationState.Broken);

    [Fact]
    public void More_audio_than_declared_is_a_false_header() =>
        Judge.Pass(Sound.Structured(structure => structure with { DeclaredSamples = Rate })).Findings
            .Should().Equal(new Finding(FindingCodes.DurationMismatch, Severity.Warning, "The file declares 0:01.000 of audio, but 0:05.000 decodes.", 1));

    [Theory]
    [InlineData(FindingCodes.Truncated)]
    [InlineData(FindingCodes.MissingData)]
    [InlineData(FindingCodes.ChecksumMismatch)]
    public void What_the_walk_has_found_is_not_told_again(string code) =>
        Judge.Pass(Sound.Found(new Finding(code, Severity.Error, "Found.")).Structured(structure => structure with { PresentSamples = Rate }).Decoded(Rate)).Findings
            .Select(finding => finding.Code).Should().Equal(code);

    [Fact]
    public void Frames_that_are_there_and_do_not_decode_are_lost_audio()
    {
        var report = Judge.Pass(Sound.Decoded(4 * Rate).Complained(("Header missing", 2.5)));

        report.State.Should().Be(VerificationState.Broken);
        report.Findings.Should().Equal(
            new Finding(FindingCodes.DecodeError, Severity.Error, "0:01.000 of 0:05.000 of audio does not decode.", 2.5),
            new Finding(FindingCodes.DecodeError, Severity.Error, "Near 0:02.500 the audio does not decode: Header missing", 2.5));
    }

    [Fact]
    public void Samples_at_another_rate_are_compared_in_time() =>
        Judge.Pass(Sound.Of("mp4", "aac").Structured(structure => structure with { DeclaredSamples = 5 * 22_050, PresentSamples = null, SampleRate = 22_050 })).State.Should().Be(VerificationState.Ok);

    [Theory]
    [InlineData("mp4", "aac", 5.09, VerificationState.Ok)]
    [InlineData("mp4", "aac", 5.2, VerificationState.Broken)]
    [InlineData("mp4", "aac", 4.8, VerificationState.Suspect)]
    [InlineData("tta", "tta", 5.000_001, VerificationState.Ok)]
    [InlineData("tta", "tta", 5.001, VerificationState.Broken)]
    [InlineData("matroska", "flac", 5.09, VerificationState.Ok)]
    [InlineData("matroska", "flac", 5.11, VerificationState.Broken)]
    [InlineData("rm", "cook", 5.9, VerificationState.Ok)]
    [InlineData("rm", "cook", 6.5, VerificationState.Broken)]
    [InlineData("asf", "wmav2", 50, VerificationState.Ok)]
    public void Without_a_walker_the_declared_duration_counts_as_exactly_as_its_format_tells_it(string container, string codec, double declared, VerificationState state) =>
        Judge.Pass(Unwalked.Of(container, codec).Declaring(audio => audio with { Duration = declared })).State.Should().Be(state);

    [Theory]
    [InlineData(1.0, FindingCodes.DecodeError)]
    [InlineData(2.9, FindingCodes.Truncated)]
    public void Without_a_walker_the_decoder_s_complaints_tell_a_loss_from_a_cut(double at, string code) =>
        Judge.Pass(Unwalked.Decoded(3 * Rate).Complained(("invalid frame", at))).Findings
            .Should().Contain(finding => finding.Code == code && finding.Message.Contains(" of audio", StringComparison.Ordinal) && finding.Severity == Severity.Error);
}
