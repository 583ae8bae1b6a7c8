using System.Buffers.Binary;
using AudioServer.Domain.Formats;
using AudioServer.Domain.Verification;

namespace AudioServer.Domain.Structure.Chunks;

/// <summary>AIFF and AIFF-C (Apple, AIFF 1.3, 1989, and AIFF-C draft, 1991): the samples that the Common chunk counts against the Sound Data chunk, both against the bytes there.</summary>
internal static class AiffWalker
{
    private const int SoundHeaderSize = 8;
    private const int FewBytes = 64;

    public static FileStructure Walk(ForwardReader reader, string codec)
    {
        reader.Advance(LeadingTags.Size(reader.Peek(32)));
        var start = reader.Position;
        var form = reader.Peek(12);
        if (form.Length < 12)
        {
            return FileStructure.Unknown;
        }

        var size = BinaryPrimitives.ReadUInt32BigEndian(form[4..]);
        reader.Advance(12);
        var sound = new SoundData(codec);
        while (Step(reader, sound))
        {
        }

        if (sound.IsCut && sound.StatedSamples <= sound.Present)
        {
            sound.Findings.Add(SizeFindings.SizeWrong(
                Severity.Warning, $"The sound data chunk promises more bytes than the file has, but all {sound.StatedSamples:N0} samples that the header counts are there.", start));
        }
        else if (sound.HasData || sound.StatedSamples != 0)
        {
            // Without samples the chunk may be left out (AIFF 1.3, "Sound Data Chunk").
            sound.TellCuts("sound data chunk", reader.Length);
        }

        if (sound.HasData)
        {
            TellWhole(reader, sound, start, size);
            Remainder.Tell(reader, sound.Findings, sound.EndsAt);
        }

        return sound.ToStructure(Declared(sound, start));
    }

    private static bool Step(ForwardReader reader, SoundData sound)
    {
        if (Chunk.Next(reader, bigEndian: true) is not { } chunk || (chunk.Id != "SSND" && chunk.Size > reader.Left - Chunk.HeaderSize))
        {
            return false;
        }

        reader.Advance(Chunk.HeaderSize);
        if (chunk.Id == "COMM")
        {
            Describe(reader.Peek((int)Math.Min(chunk.Size, 22)), sound);
        }
        else if (chunk.Id == "SSND" && chunk.Size >= SoundHeaderSize)
        {
            Sound(reader, sound, chunk.Size);
        }

        reader.Advance(chunk.Size);
        Chunk.SkipPadding(reader, chunk.Size, bigEndian: true);
        return true;
    }

    private static void Describe(ReadOnlySpan<byte> common, SoundData sound)
    {
        if (common.Length < 18)
        {
            return;
        }

        var rate = Extended(common[8..]);
        if (rate is >= 1 and <= int.MaxValue)
        {
            sound.Describe(BinaryPrimitives.ReadInt16BigEndian(common), (int)rate, blockSize: 0);
            sound.StatedSamples = BinaryPrimitives.ReadUInt32BigEndian(common[2..]) * (long)sound.SamplesOfBlock;
        }
    }

    private static void Sound(ForwardReader reader, SoundData sound, long size)
    {
        var header = reader.Peek(SoundHeaderSize);
        var offset = header.Length < 4 ? 0 : BinaryPrimitives.ReadUInt32BigEndian(header);
        var before = SoundHeaderSize + Math.Min(offset, size - SoundHeaderSize);
        sound.Add(reader.Position + Math.Min(before, reader.Left), size - before, Math.Clamp(reader.Left - before, 0, size - before));
    }

    /// <summary>
    /// The Common chunk's count. Where the Sound Data chunk differs from it by less than a millisecond, what fills a block (AIFF 1.3, "Block-Aligning
    /// Sound Data") or a writer's slip, nothing was lost or added that could be heard: then what that chunk promises.
    /// </summary>
    private static long? Declared(SoundData sound, long start)
    {
        if (sound.StatedSamples is not { } stated || sound.Promised is not { } promised || stated == promised)
        {
            return sound.StatedSamples;
        }

        if (sound.Seconds(Math.Abs(stated - promised)) < 0.001)
        {
            sound.Findings.Add(SizeFindings.SizeWrong(Severity.Info, $"The header counts {stated:N0} samples, the sound data chunk holds {promised:N0}.", start));
            return promised;
        }

        return stated;
    }

    private static void TellWhole(ForwardReader reader, SoundData sound, long start, long size)
    {
        var end = start + Chunk.HeaderSize + size;
        if (!sound.IsCut && !WideSizes.IsOpen(size) && Math.Abs(end - reader.Position) > 1)
        {
            sound.Findings.Add(SizeFindings.SizeWrong(
                Math.Abs(end - reader.Position) <= FewBytes ? Severity.Info : Severity.Warning,
                $"The header promises a file of {end:N0} bytes, but its chunks end at {reader.Position:N0}.",
                start + 4));
        }
    }

    /// <summary>A number of 80 bits, IEEE 754 extended: a sign and an exponent from 16383, then 64 bits with the leading one written out.</summary>
    private static double Extended(ReadOnlySpan<byte> bytes) =>
        Math.ScaleB(BinaryPrimitives.ReadUInt64BigEndian(bytes[2..]), (BinaryPrimitives.ReadUInt16BigEndian(bytes) & 0x7FFF) - 16383 - 63);
}
