using System.Numerics;

namespace AudioServer.Domain.Structure.Matroska;

/// <summary>The head of an EBML element (RFC 8794, 4 to 6).</summary>
/// <param name="Id">With its length marker, as the Matroska specification writes it.</param>
/// <param name="HeadLength">Bytes of identification and size.</param>
/// <param name="Size">Bytes of what follows; null: it goes on until something that cannot be inside it.</param>
internal readonly record struct EbmlElement(uint Id, int HeadLength, long? Size)
{
    /// <summary>Four bytes of identification, eight of size.</summary>
    public const int MaxHeadLength = 12;

    /// <summary>Null where no element can begin so.</summary>
    public static EbmlElement? Read(ReadOnlySpan<byte> bytes)
    {
        var idLength = LengthOf(bytes, most: 4);
        if (idLength is 0 || bytes.Length <= idLength)
        {
            return null;
        }

        var sizeLength = LengthOf(bytes[idLength..], most: 8);
        if (sizeLength is 0 || bytes.Length < idLength + sizeLength)
        {
            return null;
        }

        var id = Number(bytes[..idLength]);
        var mask = (1UL << (7 * sizeLength)) - 1;
        var size = Number(bytes.Slice(idLength, sizeLength)) & mask;
        return new EbmlElement((uint)id, idLength + sizeLength, size == mask ? null : (long)size);
    }

    /// <summary>A big-endian number of up to eight bytes.</summary>
    public static ulong Number(ReadOnlySpan<byte> bytes)
    {
        ulong number = 0;
        foreach (var value in bytes)
        {
            number = (number << 8) | value;
        }

        return number;
    }

    /// <summary>The leading zeros of the first byte tell it.</summary>
    private static int LengthOf(ReadOnlySpan<byte> bytes, int most)
    {
        var length = bytes.IsEmpty ? most + 1 : BitOperations.LeadingZeroCount((uint)bytes[0] << 24) + 1;
        return length <= most ? length : 0;
    }
}
