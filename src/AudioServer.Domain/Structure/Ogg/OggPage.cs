using System.Buffers.Binary;
using AudioServer.Domain.Checksums;

namespace AudioServer.Domain.Structure.Ogg;

/// <summary>One page: RFC 3533, 6. To be made only of bytes that hold it whole, see <see cref="SizeOf"/>.</summary>
internal readonly ref struct OggPage(ReadOnlySpan<byte> page)
{
    /// <summary>Bytes of the longest page: header, 255 lengths, 255 segments of 255 bytes.</summary>
    public const int MaxSize = HeaderLength + 255 + (255 * 255);

    /// <summary>Bytes of the header, without the table of lengths.</summary>
    public const int HeaderLength = 27;

    private readonly ReadOnlySpan<byte> _page = page;

    public static ReadOnlySpan<byte> Capture => "OggS"u8;

    /// <summary>True when the first packet began on an earlier page.</summary>
    public bool IsContinued => (_page[5] & 1) != 0;

    /// <summary>True for the first page of a stream.</summary>
    public bool IsFirst => (_page[5] & 2) != 0;

    /// <summary>True for the last page of a stream.</summary>
    public bool IsLast => (_page[5] & 4) != 0;

    /// <summary>What the stream's format counts, at the end of the last packet that ends here; -1 where none does.</summary>
    public long Granule => BinaryPrimitives.ReadInt64LittleEndian(_page[6..]);

    /// <summary>The stream that the page belongs to.</summary>
    public uint Serial => BinaryPrimitives.ReadUInt32LittleEndian(_page[14..]);

    /// <summary>The page's number in its stream.</summary>
    public uint Sequence => BinaryPrimitives.ReadUInt32LittleEndian(_page[18..]);

    /// <summary>The length of each segment; a packet ends with the first that is shorter than 255.</summary>
    public ReadOnlySpan<byte> Lengths => _page.Slice(HeaderLength, _page[26]);

    /// <summary>The segments.</summary>
    public ReadOnlySpan<byte> Body => _page[(HeaderLength + _page[26])..];

    /// <summary>Whether the page is as it was written. The checksum is reckoned with zeros in its own place.</summary>
    public bool IsSound
    {
        get
        {
            var crc = MsbFirstCrc.OggPage;
            var register = crc.Append(crc.Append(crc.Append(0, _page[..22]), [0, 0, 0, 0]), _page[26..]);
            return register == BinaryPrimitives.ReadUInt32LittleEndian(_page[22..]);
        }
    }

    /// <summary>Bytes of the page at the beginning of <paramref name="bytes"/>; more than they are where it is cut.</summary>
    public static int SizeOf(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < HeaderLength || bytes.Length < HeaderLength + bytes[26])
        {
            return MaxSize;
        }

        var size = HeaderLength + bytes[26];
        foreach (var length in bytes.Slice(HeaderLength, bytes[26]))
        {
            size += length;
        }

        return size;
    }
}
