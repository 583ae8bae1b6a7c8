using AudioServer.Domain.Formats.Frames;
using AudioServer.Domain.Structure.Frames;
using AudioServer.Domain.Verification;

namespace AudioServer.Domain.Structure.Mpeg;

/// <summary>MPEG-1, 2 and 2.5 audio, layers I to III, as a stream of frames. It states its length only where it begins with an <see cref="InfoFrame"/>.</summary>
internal static class MpegAudioWalker
{
    public static FileStructure Walk(ForwardReader reader)
    {
        var findings = new FindingList();
        var walk = new FrameWalk(reader, new MpegAudioFrames(), findings);
        if (walk.FindFirst() is not { } first)
        {
            return new FileStructure { PresentSamples = 0, Findings = findings };
        }

        var start = reader.Position;
        var info = InfoFrame.Read(reader.Peek(InfoFrame.Look));
        if (info is not null)
        {
            reader.Advance(first.Length);
            walk.Checksum = info is { MusicChecksum: not null, Frames: { } count } ? new MusicChecksum(count) : null;
        }

        walk.Run();
        foreach (var finding in Compare(walk, info, walk.End - start, (double)(info?.Frames ?? 0) * first.Samples / first.SampleRate))
        {
            findings.Add(finding);
        }

        var declared = info?.Frames * first.Samples;
        return new FileStructure
        {
            DeclaredSamples = declared is { } samples ? info?.Trimming?.Heard(samples, samples) ?? samples : null,
            PresentSamples = info?.Trimming?.Heard(walk.Samples, declared) ?? walk.Samples,
            ToleranceSamples = first.Samples,
            SampleRate = first.SampleRate,
            Channels = first.Channels,
            AudioEnd = walk.End,
            IsChecksummed = walk.Checksum is { IsComplete: true } && info?.Frames == walk.Frames && !walk.IsRegained,
            Findings = findings,
        };
    }

    /// <summary>What the tag promises, where there is one, against what is there.</summary>
    /// <param name="walk">Done.</param>
    /// <param name="info">The tag.</param>
    /// <param name="bytes">That are there, from the tag's frame to the end of the audio.</param>
    /// <param name="seconds">That the tag promises.</param>
    private static IEnumerable<Finding> Compare(FrameWalk walk, InfoFrame? info, long bytes, double seconds)
    {
        var count = info?.Frames is { } frames ? CompareCount(walk, info, frames, bytes, seconds) : walk.Cut is { } cut ? DescribeOpenEnd(cut, walk.Seconds) : null;
        if (count is not null)
        {
            yield return count;
        }

        if (walk.Checksum is { IsComplete: true } checksum && checksum.Value != info?.MusicChecksum && !walk.IsRegained)
        {
            yield return new Finding(FindingCodes.ChecksumMismatch, Severity.Error, $"The {info?.Name} tag's checksum does not fit the audio: some of it was changed since it was encoded.");
        }
    }

    /// <summary>
    /// A stream that promises nothing and ends inside a frame. Streams of this kind are begun and ended anywhere by recorders of broadcasts and by splitters,
    /// and at most the 26 to 72 ms of one frame are lost for certain: worth telling, and no damage.
    /// </summary>
    private static Finding DescribeOpenEnd(CutFrame cut, double at) => cut.IsWhole ? FrameStreamWalker.Describe(cut, at) : new Finding(
        FindingCodes.Truncated,
        Severity.Info,
        $"The stream ends inside its last frame, at {at:F1} s: {cut.Present:N0} of {cut.Length:N0} bytes are there. It states no length, so that nothing tells whether more should follow.",
        at,
        cut.Start);

    private static Finding? CompareCount(FrameWalk walk, InfoFrame info, long frames, long bytes, double seconds)
    {
        var promise = $"The {info.Name} tag promises {frames:N0} frames";
        var there = $"{walk.Seconds:F1} s of {seconds:F1} s are there";
        var missing = frames - walk.Frames;
        var endsAsPromised = walk.Cut is null && bytes >= info.Bytes;
        return missing switch
        {
            > 0 when endsAsPromised && walk.SkippedBytes > 0 => new Finding(
                FindingCodes.MissingData, Severity.Error, $"{promise}, but beside {walk.SkippedBytes:N0} bytes that belong to none only {walk.Frames:N0} were found: {there}."),
            > 1 when endsAsPromised => new Finding(
                FindingCodes.DurationMismatch, Severity.Warning, $"{promise} in {info.Bytes:N0} bytes, but so many bytes hold only {walk.Frames:N0}: {there}."),

            // Some writers count the frame that holds the tag.
            1 when endsAsPromised || (walk.Cut is null && info.Bytes is null) => null,
            > 0 => new Finding(
                FindingCodes.Truncated, Severity.Error, $"{promise}, but the file ends after {walk.Frames:N0} of them: {there}.", walk.Seconds, walk.End),
            _ when walk.Cut is { } cut => FrameStreamWalker.Describe(cut, walk.Seconds),
            < -1 => new Finding(
                FindingCodes.DurationMismatch, Severity.Warning, $"{promise}, but {walk.Frames:N0} are there: {walk.Seconds:F1} s instead of {seconds:F1} s."),
            _ when info.Bytes is { } promised && promised != bytes => new Finding(
                FindingCodes.SizeFieldWrong, Severity.Warning, $"The {info.Name} tag promises {promised:N0} bytes, but its {walk.Frames:N0} frames have {bytes:N0}."),
            _ => null,
        };
    }
}
