using System.Buffers.Binary;
using System.Text;
using AudioServer.Domain.Formats;

namespace AudioServer.Domain.Structure.Chunks;

/// <summary>Core Audio Format (Apple, Core Audio Format Specification 1.0): chunks with sizes of 64 bits, that of the data -1 where it goes to the end.</summary>
internal static class CafWalker
{
    private const int FileHeaderSize = 8;
    private const int HeaderSize = 12;
    private const int EditCountSize = 4;

    public static FileStructure Walk(ForwardReader reader, string codec)
    {
        reader.Advance(LeadingTags.Size(reader.Peek(32)));
        reader.Advance(FileHeaderSize);
        var sound = new SoundData(codec);
        var tolerance = 0L;
        while (Step(reader, sound, ref tolerance))
        {
        }

        sound.TellCuts("data chunk", reader.Length);
        if (sound.HasData)
        {
            Remainder.Tell(reader, sound.Findings, sound.EndsAt);
        }

        return sound.ToStructure(sound.StatedSamples ?? sound.Promised, sound.StatedSamples is null ? 0 : tolerance);
    }

    private static bool Step(ForwardReader reader, SoundData sound, ref long tolerance)
    {
        var header = reader.Peek(HeaderSize);
        if (header.Length < HeaderSize || header[..4].ContainsAnyExceptInRange((byte)' ', (byte)'~'))
        {
            return false;
        }

        var (name, size) = (Encoding.Latin1.GetString(header[..4]), BinaryPrimitives.ReadInt64BigEndian(header[4..]));
        if (name != "data" && (size < 0 || size > reader.Left - HeaderSize))
        {
            return false;
        }

        reader.Advance(HeaderSize);
        if (name == "data")
        {
            Data(reader, sound, size);
            return size >= 0;
        }

        var content = reader.Peek((int)Math.Min(size, 32));
        if (name == "desc" && content.Length == 32)
        {
            tolerance = Describe(content, sound);
        }
        else if (name == "pakt" && content.Length >= 24)
        {
            // The frames that count, then the encoder's delay and the fill of the last packet, which decoders may give out too.
            sound.StatedSamples = Math.Max(0, BinaryPrimitives.ReadInt64BigEndian(content[8..]));
            tolerance += Math.Max(0, BinaryPrimitives.ReadInt32BigEndian(content[16..])) + (long)Math.Max(0, BinaryPrimitives.ReadInt32BigEndian(content[20..]));
        }

        reader.Advance(size);
        return true;
    }

    private static void Data(ForwardReader reader, SoundData sound, long size)
    {
        reader.Advance(EditCountSize);
        var promised = size < 0 ? (long?)null : Math.Max(0, size - EditCountSize);
        sound.Add(reader.Position, promised, Math.Min(promised ?? reader.Left, reader.Left));
        reader.Advance(promised ?? reader.Left);
    }

    /// <returns>Frames of a packet.</returns>
    private static long Describe(ReadOnlySpan<byte> content, SoundData sound)
    {
        var rate = BinaryPrimitives.ReadDoubleBigEndian(content);
        var (bytes, frames, channels) = (
            BinaryPrimitives.ReadUInt32BigEndian(content[16..]), BinaryPrimitives.ReadUInt32BigEndian(content[20..]), BinaryPrimitives.ReadUInt32BigEndian(content[24..]));
        if (rate is >= 1 and <= int.MaxValue && channels is > 0 and <= ushort.MaxValue)
        {
            sound.Describe((int)channels, (int)rate, bytes is > 0 and <= int.MaxValue && frames is > 0 and <= ushort.MaxValue ? new SampleBlocks((int)bytes, (int)frames) : null);
        }

        return frames;
    }
}
