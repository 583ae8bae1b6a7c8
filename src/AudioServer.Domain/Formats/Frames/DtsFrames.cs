using System.Buffers.Binary;

namespace AudioServer.Domain.Formats.Frames;

/// <summary>
/// DTS: ETSI TS 102 114 5.3.1 (core frame) in its four transports, words of 16 or 14 bits in either byte order, and 7.4.1 (extension substream,
/// which follows its core frame or stands alone).
/// </summary>
internal sealed class DtsFrames() : FrameFormat("dts", enough: 3)
{
    private const int HeaderLength = 12;
    private const ulong CoreSync = 0x7FFE8001;
    private const ulong NormalFrame = 0x3F;
    private const int ShortestFrame = 96;

    public override Frame? Parse(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < HeaderLength)
        {
            return null;
        }

        var length = bytes switch
        {
            [0x7F, 0xFE, 0x80, 0x01, ..] => CoreLength(bytes, bitsOfWord: 16, littleEndian: false),
            [0xFE, 0x7F, 0x01, 0x80, ..] => CoreLength(bytes, bitsOfWord: 16, littleEndian: true),
            [0x1F, 0xFF, 0xE8, 0x00, ..] => CoreLength(bytes, bitsOfWord: 14, littleEndian: false),
            [0xFF, 0x1F, 0x00, 0xE8, ..] => CoreLength(bytes, bitsOfWord: 14, littleEndian: true),
            [0x64, 0x58, 0x20, 0x25, ..] => SubstreamLength(bytes),
            _ => 0,
        };
        return length > 0 ? new Frame(length, 0) : null;
    }

    private static int CoreLength(ReadOnlySpan<byte> bytes, int bitsOfWord, bool littleEndian)
    {
        // Sync 32 bits, frame type 1, deficit samples 5 (all set in a normal frame, as all but the last are), CRC flag 1, blocks 7,
        // then the frame's size less one in 14.
        UInt128 bits = 0;
        for (var word = 0; word < 5; word++)
        {
            var pair = bytes[(word * 2)..];
            var value = littleEndian ? BinaryPrimitives.ReadUInt16LittleEndian(pair) : BinaryPrimitives.ReadUInt16BigEndian(pair);
            bits = (bits << bitsOfWord) | (value & ((1u << bitsOfWord) - 1));
        }

        var header = (ulong)(bits >> ((5 * bitsOfWord) - 64));
        var size = (int)((header >> 4) & 0x3FFF) + 1;
        var isFrame = header >> 32 == CoreSync && ((header >> 26) & 0x3F) == NormalFrame && size >= ShortestFrame;
        return isFrame ? size * 16 / bitsOfWord : 0;
    }

    private static int SubstreamLength(ReadOnlySpan<byte> bytes)
    {
        // Sync 32 bits, user data 8, index 2, a flag for wide sizes, then the header's and the substream's size, each less one.
        var bits = BinaryPrimitives.ReadUInt64BigEndian(bytes[4..]);
        var isWide = ((bits >> 53) & 1) != 0;
        return (int)(isWide ? (bits >> 21) & 0xFFFFF : (bits >> 29) & 0xFFFF) + 1;
    }
}
