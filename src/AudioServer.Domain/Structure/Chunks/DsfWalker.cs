using System.Buffers.Binary;
using AudioServer.Domain.Formats;

namespace AudioServer.Domain.Structure.Chunks;

/// <summary>DSF (Sony, DSF File Format Specification 1.01): three chunks of little-endian numbers, then an ID3 tag. Samples are counted as decoders give them out: eight bits make one.</summary>
internal static class DsfWalker
{
    private const int BitsPerSample = 8;
    private const int HeaderSize = 28;
    private const int FormatSize = 52;
    private const int DataHeaderSize = 12;

    public static FileStructure Walk(ForwardReader reader, string codec)
    {
        reader.Advance(LeadingTags.Size(reader.Peek(32)));
        var sound = new SoundData(codec);
        var header = reader.Peek(HeaderSize + FormatSize + DataHeaderSize);
        if (header.Length < HeaderSize + FormatSize + DataHeaderSize || !header[HeaderSize..].StartsWith("fmt "u8) || !header[(HeaderSize + FormatSize)..].StartsWith("data"u8))
        {
            sound.Findings.Add(SizeFindings.Missing("its audio", reader.Length));
            return sound.ToStructure(null);
        }

        var format = header[HeaderSize..];
        var channels = BinaryPrimitives.ReadInt32LittleEndian(format[24..]);
        var rate = BinaryPrimitives.ReadInt32LittleEndian(format[28..]);
        var bits = BinaryPrimitives.ReadInt64LittleEndian(format[36..]);
        var block = BinaryPrimitives.ReadInt32LittleEndian(format[44..]);
        var size = BinaryPrimitives.ReadInt64LittleEndian(header[(HeaderSize + FormatSize + 4)..]) - DataHeaderSize;
        if (channels is <= 0 or > 255 || size < 0 || bits < 0 || block <= 0)
        {
            return FileStructure.Unknown;
        }

        sound.Describe(channels, rate / BitsPerSample, new SampleBlocks(channels, 1));
        reader.Advance(header.Length);
        sound.Add(reader.Position, size, Math.Min(size, reader.Left));
        reader.Advance(size);
        sound.TellCuts("data chunk", reader.Length);
        Remainder.Tell(reader, sound.Findings, sound.EndsAt);

        // The last blocks are filled up to their size: the count tells how much of them is sound. Some writers count bytes in place of bits.
        var stated = bits == size / channels ? bits : bits / BitsPerSample;
        var isFilled = sound.Present - stated is > 0 and var fill && fill < block;
        return sound.ToStructure(stated) with { PresentSamples = isFilled ? stated : sound.Present };
    }
}
