using AudioServer.Domain.Formats;
using AudioServer.Domain.Verification;

namespace AudioServer.Domain.Structure.Flac;

/// <summary>Native FLAC: RFC 9639. Metadata blocks, then frames, each with a checksum over its header and one over the whole.</summary>
internal static class FlacWalker
{
    private const int StreamInfoType = 0;
    private const int BlockHeaderLength = 4;

    public static FileStructure Walk(ForwardReader reader)
    {
        var findings = new FindingList();
        SkipTags(reader, findings);
        var info = ReadMetadata(reader, findings);
        var frames = new FlacFrames(reader, info, findings);
        frames.Walk();
        return new FileStructure
        {
            DeclaredSamples = info is { TotalSamples: > 0 } ? info.TotalSamples : null,
            PresentSamples = frames.Samples,
            SampleRate = NotZero(info?.SampleRate) ?? NotZero(frames.First?.SampleRate),
            Channels = info?.Channels ?? frames.First?.Channels,
            PcmMd5 = info?.Md5,
            AudioEnd = frames.End,
            IsChecksummed = frames.First is not null,
            Findings = findings,
        };
    }

    private static int? NotZero(int? value) => value > 0 ? value : null;

    private static void SkipTags(ForwardReader reader, FindingList findings)
    {
        while (LeadingTags.Size(reader.Peek(32)) is > 0 and var size)
        {
            findings.Add(new Finding(FindingCodes.SkippedData, Severity.Info, $"A tag of {size:N0} bytes stands before the stream.", 0, reader.Position));
            reader.Advance(size);
        }
    }

    /// <summary>Steps over the metadata blocks (8); null where STREAMINFO is missing, or not of its length.</summary>
    private static FlacStreamInfo? ReadMetadata(ForwardReader reader, FindingList findings)
    {
        FlacStreamInfo? info = null;
        if (!reader.Peek(4).StartsWith("fLaC"u8))
        {
            return info;
        }

        reader.Advance(4);
        for (var isLast = false; !isLast && reader.Left > 0;)
        {
            var header = reader.Peek(BlockHeaderLength + FlacStreamInfo.Length);
            var length = header.Length < BlockHeaderLength ? BlockHeaderLength : (header[1] << 16) | (header[2] << 8) | header[3];
            isLast = (header[0] & 0x80) != 0;
            if (length > reader.Left - BlockHeaderLength)
            {
                findings.Add(new Finding(FindingCodes.SizeFieldWrong, Severity.Warning, $"A metadata block promises {length:N0} bytes, but the file ends after {Math.Max(reader.Left - BlockHeaderLength, 0):N0} of them.", 0, reader.Position));
                break;
            }

            if ((header[0] & 0x7F) == StreamInfoType)
            {
                if (info is not null || length != FlacStreamInfo.Length)
                {
                    findings.Add(new Finding(FindingCodes.SizeFieldWrong, Severity.Warning, "The file's STREAMINFO block is not the only one, or not of the length that it must have.", 0, reader.Position));
                }

                info ??= length == FlacStreamInfo.Length ? FlacStreamInfo.Parse(header[BlockHeaderLength..]) : null;
            }

            reader.Advance(BlockHeaderLength + (long)length);
        }

        return info;
    }
}
