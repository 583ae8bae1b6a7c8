using System.Buffers.Binary;
using AudioServer.Domain.Checksums;
using AudioServer.Domain.Formats;
using AudioServer.Domain.Verification;

namespace AudioServer.Domain.Structure.Lossless;

/// <summary>True Audio (TTA1 format description, 2007): a header, a table of the frames' sizes, and frames, each with a checksum over it.</summary>
internal static class TrueAudioWalker
{
    private const int HeaderLength = 22;
    private const int ChecksumLength = 4;

    /// <summary>A day and more at any usual rate; a table of more frames is taken for nonsense.</summary>
    private const int MostFrames = 100_000;

    public static FileStructure Walk(ForwardReader reader)
    {
        reader.Advance(LeadingTags.Size(reader.Peek(32)));
        var header = reader.Peek(HeaderLength);
        if (header.Length < HeaderLength || !header.StartsWith("TTA1"u8))
        {
            return FileStructure.Unknown;
        }

        var findings = new FindingList();
        var (channels, rate, samples) = (BinaryPrimitives.ReadUInt16LittleEndian(header[6..]), BinaryPrimitives.ReadUInt32LittleEndian(header[10..]), BinaryPrimitives.ReadUInt32LittleEndian(header[14..]));
        var structure = new FileStructure { DeclaredSamples = samples, SampleRate = rate is > 0 and <= int.MaxValue ? (int)rate : null, Channels = channels, Findings = findings };
        CheckHead(reader, HeaderLength, "header", findings);

        // A frame lasts 256/245 of a second.
        var frameLength = rate * 256L / 245;
        var frames = frameLength > 0 ? (samples + frameLength - 1) / frameLength : 0;
        if (frames is 0 or > MostFrames)
        {
            return structure;
        }

        var table = reader.Position;
        if (ReadSizes(reader, (int)frames, findings) is not { } sizes)
        {
            findings.Add(SizeFindings.Truncated("table of frames", (frames + 1) * ChecksumLength, reader.Length - table, reader.Length, 0, (double)samples / rate));
            return structure with { PresentSamples = 0 };
        }

        if (findings.CountOf(FindingCodes.ChecksumMismatch) > 0)
        {
            return structure;
        }

        var present = Math.Min(ReadFrames(reader, sizes, frameLength, rate, findings), samples);
        var end = reader.Position;
        Remainder.Tell(reader, findings, (double)present / rate);
        return structure with { PresentSamples = present, AudioEnd = end, IsChecksummed = true };
    }

    /// <summary>Steps over a part that its checksum ends.</summary>
    private static void CheckHead(ForwardReader reader, int length, string name, FindingList findings)
    {
        var start = reader.Position;
        if (!IsSound(reader, length))
        {
            findings.Add(new Finding(FindingCodes.ChecksumMismatch, Severity.Error, SizeFindings.Text($"The file's {name} does not match its checksum."), 0, start));
        }
    }

    /// <summary>Null where the file ends before the table does.</summary>
    private static List<uint>? ReadSizes(ForwardReader reader, int frames, FindingList findings)
    {
        if (reader.Left < (frames + 1L) * ChecksumLength)
        {
            return null;
        }

        var (start, sizes, register) = (reader.Position, new List<uint>(), Crc32.Start);
        for (var frame = 0; frame < frames; frame++)
        {
            var entry = reader.Peek(ChecksumLength);
            sizes.Add(BinaryPrimitives.ReadUInt32LittleEndian(entry));
            register = Crc32.Append(register, entry);
            reader.Advance(ChecksumLength);
        }

        if (Crc32.Finish(register) != BinaryPrimitives.ReadUInt32LittleEndian(reader.Peek(ChecksumLength)))
        {
            findings.Add(new Finding(FindingCodes.ChecksumMismatch, Severity.Error, SizeFindings.Text($"The table of {frames:N0} frames does not match its checksum."), 0, start));
        }

        reader.Advance(ChecksumLength);
        return sizes;
    }

    /// <summary>Samples of the frames that are there.</summary>
    private static long ReadFrames(ForwardReader reader, List<uint> sizes, long frameLength, uint rate, FindingList findings)
    {
        for (var frame = 0; frame < sizes.Count; frame++)
        {
            var (start, at) = (reader.Position, (double)frame * frameLength / rate);
            if (sizes[frame] > reader.Left)
            {
                findings.Add(SizeFindings.Truncated(SizeFindings.Text($"frame {frame + 1:N0} of {sizes.Count:N0}"), sizes[frame], reader.Left, reader.Length, at, null));
                reader.Advance(reader.Left);
                return frame * frameLength;
            }

            if (!IsSound(reader, sizes[frame]))
            {
                findings.Add(new Finding(FindingCodes.ChecksumMismatch, Severity.Error, SizeFindings.Text($"Frame {frame + 1:N0} of {sizes.Count:N0} does not match its checksum."), at, start));
            }
        }

        return sizes.Count * frameLength;
    }

    /// <summary>Steps over so many bytes, the last four of them the checksum of the others; false where that does not fit.</summary>
    private static bool IsSound(ForwardReader reader, long length)
    {
        var register = Crc32.Start;
        for (var left = length - ChecksumLength; left > 0;)
        {
            var piece = reader.Peek((int)Math.Min(left, ForwardReader.MaxPeek));
            register = Crc32.Append(register, piece);
            reader.Advance(piece.Length);
            left -= piece.Length;
        }

        var stored = reader.Peek(ChecksumLength);
        var isSound = length > ChecksumLength && stored.Length == ChecksumLength && Crc32.Finish(register) == BinaryPrimitives.ReadUInt32LittleEndian(stored);
        reader.Advance(Math.Min(length, ChecksumLength));
        return isSound;
    }
}
