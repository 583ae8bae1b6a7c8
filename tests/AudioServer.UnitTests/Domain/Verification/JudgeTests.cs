using AudioServer.Domain.AudioFiles;
using AudioServer.Domain.Structure;
using AudioServer.Domain.Verification;
using static AudioServer.UnitTests.Domain.Verification.Cases;

namespace AudioServer.UnitTests.Domain.Verification;

public sealed class JudgeTests
{
    [Fact]
    public void A_sound_file_is_ok()
    {
        var report = Judge.Pass(Sound);

        report.State.Should().Be(VerificationState.Ok);
        report.Findings.Should().BeEmpty();
        report.FindingCount.Should().Be(0);
        report.Decoder.Should().Be(new DecoderIdentity("ffmpeg", "5.1"));
        report.Declared.SampleCount.Should().Be(Samples);
        report.Measured.Should().Be(new MeasuredAudio(5, Samples, Rate, 2, "f32le", "00"));
        report.Loudness.Should().Be(new Loudness(-18, 3, -1, -1));
    }

    [Theory]
    [InlineData(Severity.Info, VerificationState.Ok)]
    [InlineData(Severity.Warning, VerificationState.Suspect)]
    [InlineData(Severity.Error, VerificationState.Broken)]
    public void The_weightiest_finding_decides_the_state(Severity weightiest, VerificationState state)
    {
        var found = new[] { Severity.Info, Severity.Warning, Severity.Error }.Where(severity => severity <= weightiest).Select(severity => new Finding("x", severity, "Found."));

        Judge.Pass(Sound.Found([.. found])).State.Should().Be(state);
    }

    [Fact]
    public void Findings_come_the_weightiest_first_and_then_by_their_place()
    {
        var report = Judge.Pass(Sound.Found(
            new Finding("a", Severity.Info, "", At: 0),
            new Finding("b", Severity.Warning, "", At: 4),
            new Finding("c", Severity.Error, ""),
            new Finding("d", Severity.Error, "", Byte: 40_000),
            new Finding("e", Severity.Error, "", At: 3),
            new Finding("f", Severity.Error, "", At: 2)));

        report.Findings.Select(finding => finding.Code).Should().Equal("f", "d", "e", "c", "b", "a");
    }

    [Fact]
    public void All_findings_are_counted_though_only_the_first_are_kept()
    {
        var report = Judge.Pass(Sound.Found([.. Enumerable.Range(0, 500).Select(at => new Finding(FindingCodes.ChecksumMismatch, Severity.Error, "", at))]));

        report.Findings.Should().HaveCount(FindingList.MaxOfOneCode);
        report.FindingCount.Should().Be(500);
    }

    [Fact]
    public void A_file_that_no_decoder_is_for_is_skipped_and_never_ok()
    {
        var report = Judge.Pass(Sound.Decoded(0).Ended(DecodingEnd.NoDecoder));

        report.State.Should().Be(VerificationState.Skipped);
        report.Measured.Should().BeNull();
        report.Findings.Should().ContainSingle().Which.Should().BeEquivalentTo(new { Code = FindingCodes.DecoderMissing, Severity = Severity.Info });
    }

    [Fact]
    public void A_file_that_no_decoder_is_for_is_broken_when_its_structure_is() =>
        Judge.Pass(Sound.Found(new Finding(FindingCodes.Truncated, Severity.Error, "")).Decoded(0).Ended(DecodingEnd.NoDecoder)).State.Should().Be(VerificationState.Broken);

    [Theory]
    [InlineData(DecodingEnd.TimedOut, FindingCodes.TimedOut)]
    [InlineData(DecodingEnd.OutOfBounds, FindingCodes.TooLong)]
    [InlineData(DecodingEnd.Died, FindingCodes.DecoderDied)]
    public void A_decoding_that_did_not_come_to_its_end_breaks_the_file_for_that_alone(DecodingEnd end, string code)
    {
        var report = Judge.Pass(Sound.Decoded(Rate).Complained(("invalid residual", 0.5)).Ended(end));

        report.State.Should().Be(VerificationState.Broken);
        report.Findings.Should().ContainSingle().Which.Should().BeEquivalentTo(new { Code = code, Severity = Severity.Error, At = 1.0 });
    }

    [Theory]
    [InlineData(DecodingEnd.Finished)]
    [InlineData(DecodingEnd.GaveUp)]
    public void No_samples_break_a_file_and_the_finding_says_what_was_promised_and_why(DecodingEnd end)
    {
        var finding = Judge.Pass(Sound.Decoded(0).Complained(("invalid sync code", 0)).Ended(end)).Findings.Should().ContainSingle().Subject;

        finding.Should().BeEquivalentTo(new { Code = FindingCodes.NoSamples, Severity = Severity.Error });
        finding.Message.Should().Be("Not one sample of audio can be decoded, where 0:05.000 is declared. The decoder says: invalid sync code");
    }

    [Fact]
    public void No_samples_where_none_are_declared_are_still_no_audio() =>
        Judge.Pass(Sound.Structured(structure => structure with { DeclaredSamples = 0, PresentSamples = 0 }).Decoded(0)).Findings.Select(finding => finding.Code).Should().Equal(FindingCodes.NoSamples);

    [Fact]
    public void Silence_and_clipping_are_told_and_change_nothing()
    {
        var report = Judge.Pass(Sound with { Pcm = Sound.Pcm with { IsSilent = true, ClippedSamples = 1234, FirstClipAt = 61.5 } });

        report.State.Should().Be(VerificationState.Ok);
        report.ClippedSamples.Should().Be(1234);
        report.Findings.Should().BeEquivalentTo([new { Code = FindingCodes.Silent, At = 0.0 }, new { Code = FindingCodes.Clipped, At = 61.5 }]);
        report.Findings[1].Message.Should().Be("1,234 samples stand at full scale in a row with others, the first at 1:01.500.");
    }

    [Theory]
    [InlineData("mp3", 44_100, 2, false)]
    [InlineData("mp3", 22_050, 2, true)]
    [InlineData("mp3", 44_100, 1, true)]
    [InlineData("aac", 22_050, 2, false)]
    [InlineData("aac", 22_050, 1, false)]
    [InlineData("aac", 11_025, 2, true)]
    [InlineData("aac", 44_100, 6, true)]
    public void Another_format_than_declared_is_suspect_but_for_the_doubling_of_he_aac(string codec, int rate, int channels, bool isFound) =>
        Judge.Pass(Sound.Of("mp4", codec).Declaring(declared => declared with { SampleRate = rate, Channels = channels })).Findings
            .Select(finding => (finding.Code, finding.Severity)).Should().Equal(isFound ? [(FindingCodes.FormatMismatch, Severity.Warning)] : Array.Empty<(string, Severity)>());

    [Fact]
    public void Nothing_known_of_the_structure_is_nothing_against_a_file() =>
        Judge.Pass(Sound.Structured(_ => FileStructure.Unknown).Declaring(_ => new DeclaredAudio(null, null, null, null, null, null))).State.Should().Be(VerificationState.Ok);
}
