using AudioServer.Domain.Formats.Frames;
using AudioServer.Domain.Verification;

namespace AudioServer.Domain.Structure.Frames;

/// <summary>Streams of frames that state no length at all: what is there is all that can be known, and whether the last frame is cut.</summary>
internal static class FrameStreamWalker
{
    /// <summary>AAC in ADTS. The samples of a core slow enough for spectral band replication are not counted, since only decoding tells whether they double.</summary>
    public static FileStructure WalkAdts(ForwardReader reader)
    {
        const int LowestRateWithoutReplication = 32_000;
        var structure = Walk(reader, new AdtsFrames());
        return structure.SampleRate >= LowestRateWithoutReplication ? structure : structure with { PresentSamples = null, SampleRate = null, ToleranceSamples = 0 };
    }

    /// <summary>AMR behind its mark: RFC 4867 5.1. Several channels, which nobody writes, are not walked.</summary>
    public static FileStructure WalkAmr(ForwardReader reader)
    {
        var head = reader.Peek(9);
        var isWide = head.SequenceEqual("#!AMR-WB\n"u8);
        if (!isWide && !head.StartsWith("#!AMR\n"u8))
        {
            return FileStructure.Unknown;
        }

        reader.Advance(isWide ? 9 : 6);
        return Walk(reader, new AmrFrames(isWide));
    }

    public static FileStructure Walk(ForwardReader reader, FrameFormat format, bool isChecksummed = false)
    {
        var findings = new FindingList();
        var walk = new FrameWalk(reader, format, findings);
        walk.FindFirst();
        walk.Run();
        if (walk.Cut is { } cut)
        {
            findings.Add(Describe(cut, walk.Seconds));
        }

        return new FileStructure
        {
            PresentSamples = walk.Samples > 0 ? walk.Samples : null,
            ToleranceSamples = walk.FrameSamples,
            SampleRate = walk.SampleRate,
            Channels = walk.Channels,
            AudioEnd = walk.Frames > 0 ? walk.End : null,
            IsChecksummed = isChecksummed && walk.Frames > 0 && walk.Checked == walk.Frames,
            Findings = findings,
        };
    }

    /// <summary>What it means that the file ends inside a frame.</summary>
    public static Finding Describe(CutFrame cut, double at) => cut.IsWhole
        ? new Finding(FindingCodes.Truncated, Severity.Info, $"The last frame lacks {cut.Length - cut.Present:N0} of its {cut.Length:N0} bytes, but none of its audio.", at, cut.Start)
        : new Finding(
            FindingCodes.Truncated, Severity.Error, $"The file ends inside a frame, at {at:F1} s: {cut.Present:N0} of the frame's {cut.Length:N0} bytes are there.", at, cut.Start);
}
