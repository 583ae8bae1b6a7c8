using System.Buffers.Binary;

namespace AudioServer.Domain.Checksums;

/// <summary>
/// A CRC that takes each byte's highest bit first, of up to 32 bits; a shorter one stands in the register's upper bits. Most begin with zero.
/// Appending the stored checksum of what was appended before makes the register zero again.
/// </summary>
internal sealed class MsbFirstCrc
{
    /// <summary>x⁸ + x² + x + 1: FLAC's frame headers (RFC 9639, 9.1.8).</summary>
    public static readonly MsbFirstCrc FlacHeader = new(0x07u << 24);

    /// <summary>x¹⁶ + x¹⁵ + x² + 1: FLAC's frames (RFC 9639, 9.3), MPEG audio (ISO/IEC 11172-3, 2.4.3.1), AC-3 (ATSC A/52, 6.1.7).</summary>
    public static readonly MsbFirstCrc Crc16 = new(0x8005u << 16);

    /// <summary>Ogg's pages (RFC 3533, 6, field 7).</summary>
    public static readonly MsbFirstCrc OggPage = new(0x04C11DB7);

    private const int Slices = 16;

    // Slice n has what a byte makes of the register when n more bytes follow it, so that sixteen bytes take one step (Kounavis and Berry, 2005).
    private readonly uint[][] _slices = new uint[Slices][];

    private MsbFirstCrc(uint polynomial)
    {
        for (var slice = 0; slice < Slices; slice++)
        {
            _slices[slice] = new uint[256];
            for (var value = 0; value < 256; value++)
            {
                var register = slice == 0 ? (uint)value << 24 : _slices[slice - 1][value];
                for (var bit = 0; bit < 8; bit++)
                {
                    register = (register << 1) ^ ((register >> 31) * polynomial);
                }

                _slices[slice][value] = register;
            }
        }
    }

    /// <summary>The register after <paramref name="bytes"/>, from the register before them.</summary>
    public uint Append(uint register, ReadOnlySpan<byte> bytes)
    {
        var slices = _slices;
        for (; bytes.Length >= Slices; bytes = bytes[Slices..])
        {
            var high = BinaryPrimitives.ReadUInt64BigEndian(bytes) ^ ((ulong)register << 32);
            var low = BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]);
            register = slices[15][(byte)(high >> 56)] ^ slices[14][(byte)(high >> 48)] ^ slices[13][(byte)(high >> 40)] ^ slices[12][(byte)(high >> 32)]
                ^ slices[11][(byte)(high >> 24)] ^ slices[10][(byte)(high >> 16)] ^ slices[9][(byte)(high >> 8)] ^ slices[8][(byte)high]
                ^ slices[7][(byte)(low >> 56)] ^ slices[6][(byte)(low >> 48)] ^ slices[5][(byte)(low >> 40)] ^ slices[4][(byte)(low >> 32)]
                ^ slices[3][(byte)(low >> 24)] ^ slices[2][(byte)(low >> 16)] ^ slices[1][(byte)(low >> 8)] ^ slices[0][(byte)low];
        }

        var single = slices[0];
        foreach (var value in bytes)
        {
            register = (register << 8) ^ single[(byte)(register >> 24) ^ value];
        }

        return register;
    }
}
