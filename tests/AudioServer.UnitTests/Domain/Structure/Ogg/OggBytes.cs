using System.Buffers.Binary;

namespace AudioServer.UnitTests.Domain.Structure.Ogg;

/// <summary>Takes Ogg apart into pages and makes pages, with checksums reckoned bit by bit.</summary>
internal static class OggBytes
{
    public const byte Continued = 1;
    public const byte First = 2;
    public const byte Last = 4;

    public static List<byte[]> Pages(byte[] file)
    {
        var pages = new List<byte[]>();
        for (var at = 0; at < file.Length; at += pages[^1].Length)
        {
            var segments = file[at + 26];
            var size = 27 + segments + file.AsSpan(at + 27, segments).ToArray().Sum(length => length);
            pages.Add(file[at..(at + size)]);
        }

        return pages;
    }

    public static byte[] Join(IEnumerable<byte[]> pages) => [.. pages.SelectMany(page => page)];

    /// <summary>A copy of the page with some of its header set anew and a checksum that fits.</summary>
    public static byte[] With(byte[] page, byte? flags = null, long? granule = null, uint? serial = null, uint? sequence = null)
    {
        var copy = page.ToArray();
        copy[5] = flags ?? copy[5];
        BinaryPrimitives.WriteInt64LittleEndian(copy.AsSpan(6), granule ?? BinaryPrimitives.ReadInt64LittleEndian(copy.AsSpan(6)));
        BinaryPrimitives.WriteUInt32LittleEndian(copy.AsSpan(14), serial ?? BinaryPrimitives.ReadUInt32LittleEndian(copy.AsSpan(14)));
        BinaryPrimitives.WriteUInt32LittleEndian(copy.AsSpan(18), sequence ?? BinaryPrimitives.ReadUInt32LittleEndian(copy.AsSpan(18)));
        BinaryPrimitives.WriteUInt32LittleEndian(copy.AsSpan(22), 0);
        BinaryPrimitives.WriteUInt32LittleEndian(copy.AsSpan(22), Crc(copy));
        return copy;
    }

    /// <summary>A page of packets that end on it, each shorter than 255 bytes.</summary>
    public static byte[] Page(byte flags, long granule, uint serial, uint sequence, params byte[][] packets) =>
        With([.. "OggS"u8, 0, .. new byte[21], (byte)packets.Length, .. packets.Select(packet => (byte)packet.Length), .. packets.SelectMany(packet => packet)], flags, granule, serial, sequence);

    private static uint Crc(byte[] bytes)
    {
        var register = 0u;
        foreach (var value in bytes)
        {
            for (var bit = 7; bit >= 0; bit--)
            {
                var carry = (register >> 31) ^ ((uint)(value >> bit) & 1);
                register = (register << 1) ^ (carry * 0x04C11DB7);
            }
        }

        return register;
    }
}
