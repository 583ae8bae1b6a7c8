using System.Buffers.Binary;
using AudioServer.Domain.Formats;

namespace AudioServer.Domain.Structure.Chunks;

/// <summary>Sun and NeXT audio: a header of big-endian words (magic, where the data begins, its size, encoding, rate, channels) and the data.</summary>
internal static class AuWalker
{
    private const int HeaderSize = 24;

    public static FileStructure Walk(ForwardReader reader, string codec)
    {
        reader.Advance(LeadingTags.Size(reader.Peek(32)));
        var sound = new SoundData(codec);
        var header = reader.Peek(HeaderSize);
        var begin = header.Length < HeaderSize ? 0 : BinaryPrimitives.ReadUInt32BigEndian(header[4..]);
        if (header.Length < HeaderSize || begin > reader.Left)
        {
            sound.Findings.Add(SizeFindings.Missing("its audio", reader.Length));
            return sound.ToStructure(null);
        }

        var size = BinaryPrimitives.ReadUInt32BigEndian(header[8..]);
        sound.Describe(BinaryPrimitives.ReadInt32BigEndian(header[20..]), BinaryPrimitives.ReadInt32BigEndian(header[16..]), blockSize: 0);
        reader.Advance(begin);

        // The size of a stream that was not known when the header was written is all ones.
        var promised = size == uint.MaxValue ? reader.Left : size;
        sound.Add(reader.Position, size == uint.MaxValue ? null : promised, Math.Min(promised, reader.Left));
        reader.Advance(promised);
        sound.TellCuts("header", reader.Length);
        Remainder.Tell(reader, sound.Findings, sound.EndsAt);
        return sound.ToStructure(sound.Promised);
    }
}
