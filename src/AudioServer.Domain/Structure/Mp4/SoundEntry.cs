using System.Buffers.Binary;

namespace AudioServer.Domain.Structure.Mp4;

/// <summary>The first sample entry of a sound track (ISO/IEC 14496-12, 12.2.3; QuickTime File Format, "Sound Sample Descriptions").</summary>
/// <param name="Channels">Count; 0 when not stated.</param>
/// <param name="SampleRate">Hz; 0 when not stated.</param>
/// <param name="PacketSamples">Samples of a packet, of QuickTime's version 1; 0 otherwise.</param>
/// <param name="PacketBytes">Bytes of a packet, all channels, of QuickTime's version 1; 0 otherwise.</param>
internal sealed record SoundEntry(int Channels, int SampleRate, long PacketSamples, long PacketBytes)
{
    /// <param name="content">The stsd box's.</param>
    public static SoundEntry? Parse(ReadOnlySpan<byte> content)
    {
        // Version, count, then size, type, six reserved bytes and a reference before the entry's own fields.
        const int Fields = 8 + 16;
        if (content.Length < Fields + 20)
        {
            return null;
        }

        var fields = content[Fields..];
        var version = BinaryPrimitives.ReadUInt16BigEndian(fields);
        if (version == 2 && fields.Length >= 36)
        {
            var rate = BinaryPrimitives.ReadDoubleBigEndian(fields[24..]);
            return new SoundEntry(BinaryPrimitives.ReadInt32BigEndian(fields[32..]), rate is > 0 and <= int.MaxValue ? (int)rate : 0, 0, 0);
        }

        var packets = version == 1 && fields.Length >= 32;
        return new SoundEntry(
            BinaryPrimitives.ReadUInt16BigEndian(fields[8..]),
            BinaryPrimitives.ReadUInt16BigEndian(fields[16..]),
            packets ? BinaryPrimitives.ReadUInt32BigEndian(fields[20..]) : 0,
            packets ? BinaryPrimitives.ReadUInt32BigEndian(fields[28..]) : 0);
    }
}
