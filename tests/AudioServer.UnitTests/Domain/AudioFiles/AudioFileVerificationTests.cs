using AudioServer.Domain.AudioFiles;
using AudioServer.Domain.Verification;

namespace AudioServer.UnitTests.Domain.AudioFiles;

public sealed class AudioFileVerificationTests
{
    private static readonly DateTimeOffset Later = TestAudio.Noon.AddMinutes(1);
    private static readonly Finding Cut = new(FindingCodes.Truncated, Severity.Error, "Half of it is missing.", 0.5, 88_244);

    [Fact]
    public void A_try_counts_from_its_beginning_and_fences_off_whoever_had_the_file_before()
    {
        var file = TestAudio.File();

        file.BeginVerification(Later);

        file.State.Should().Be(VerificationState.Running);
        (file.Tries, file.Fence, file.LeaseUntil, file.IsVerified).Should().Be((1, 1, Later, false));
    }

    [Fact]
    public void A_try_that_was_no_fault_of_the_files_does_not_count()
    {
        var file = TestAudio.File();
        for (var stop = 0; stop <= AudioFile.MaxTries; stop++)
        {
            file.BeginVerification(Later);
            file.ReturnToQueue(Later);
        }

        (file.State, file.Tries, file.IsOutOfTries, file.LeaseUntil).Should().Be((VerificationState.Pending, 0, false, Later));
    }

    [Fact]
    public void Three_tries_that_come_to_no_end_are_all_there_are()
    {
        var file = TestAudio.File();
        for (var attempt = 0; attempt < AudioFile.MaxTries; attempt++)
        {
            file.IsOutOfTries.Should().BeFalse();
            file.BeginVerification(Later);
            file.AwaitTry(Later);
        }

        file.IsOutOfTries.Should().BeTrue();
    }

    [Fact]
    public void A_verdict_replaces_what_the_headers_claim_by_what_was_measured()
    {
        var file = TestAudio.File();
        file.BeginVerification(Later);

        file.Conclude(Report(VerificationState.Broken, new MeasuredAudio(0.5, 24_000, 48_000, 1, "s16le", "ab"), Cut), "w1", Later);

        (file.State, file.IsVerified, file.Progress, file.CheckedAt, file.UpdatedAt, file.LeaseUntil).Should().Be((VerificationState.Broken, true, 1, Later, Later, null));
        (file.Duration, file.DurationSource, file.SampleCount, file.SampleRate, file.Channels).Should().Be((0.5, DurationSource.Decoded, 24_000, 48_000, 1));
        (file.DeclaredDuration, file.DeclaredSampleRate, file.DeclaredChannels).Should().Be((1.0, 44_100, 2), "what the headers claim is kept beside it");
        (file.FindingCount, file.FirstFindingCode, file.FirstFindingSeverity, file.FirstFindingMessage, file.FirstFindingAt, file.FirstFindingByte)
            .Should().Be((1, Cut.Code, Cut.Severity, Cut.Message, Cut.At, Cut.Byte));
        (file.IntegratedLufs, file.RangeLu, file.TruePeakDbtp, file.SamplePeakDbfs).Should().Be((-18.2, 3.1, -1.0, -1.2));
        file.BlobKeys.Should().Equal(file.BlobKey, "w1");
    }

    [Fact]
    public void Where_nothing_was_measured_the_headers_are_all_that_is_known()
    {
        var file = TestAudio.File();
        file.BeginVerification(Later);

        file.Conclude(Report(VerificationState.Broken, null, Cut), null, Later);

        (file.Duration, file.DurationSource, file.SampleCount).Should().Be((1.0, DurationSource.Header, null));
        file.BlobKeys.Should().Equal(file.BlobKey);
    }

    [Fact]
    public void Verified_again_it_keeps_what_is_known_but_for_the_verdict_and_has_all_its_tries()
    {
        var file = TestAudio.File();
        file.BeginVerification(Later);
        file.Conclude(Report(VerificationState.Suspect, new MeasuredAudio(0.5, 24_000, 48_000, 1, "s16le", "ab"), Cut), "w1", Later);
        var fence = file.Fence;

        file.IsReverification.Should().BeFalse();
        file.RequestVerification(Later.AddMinutes(1));
        file.IsReverification.Should().BeTrue();

        (file.State, file.Tries, file.QueuedAt, file.LeaseUntil, file.FindingCount, file.FirstFindingCode).Should().Be((VerificationState.Pending, 0, Later.AddMinutes(1), null, 0, null));
        (file.Duration, file.WaveformKey, file.CheckedAt).Should().Be((0.5, "w1", Later));
        file.Fence.Should().BeGreaterThan(fence);
    }

    private static VerificationReport Report(VerificationState state, MeasuredAudio? measured, params Finding[] findings) =>
        new(state, 0.1, new DecoderIdentity("ffmpeg", "5.1"), new DeclaredAudio(1, null, 44_100, 2, 16, null), measured, measured is null ? null : new Loudness(-18.2, 3.1, -1.0, -1.2), [], 0, findings, findings.Length);
}
