using System.Buffers.Binary;
using AudioServer.Domain.Formats;

namespace AudioServer.Domain.Structure.Frames;

/// <summary>Tags that stand between or behind a stream's frames: known by their marks, stepped over by their stated sizes, never read.</summary>
internal static class TagBlocks
{
    /// <summary>Bytes that <see cref="At"/> must see, where there are as many, to know every tag.</summary>
    public const int Look = 8 * 1024;

    /// <summary>What the marks that <see cref="Begins"/> knows begin with.</summary>
    public static readonly byte[] FirstBytes = [.. "ATI"u8];

    private const int Id3v1Length = 128;
    private const int EnhancedLength = 227;
    private const int ApeHeaderLength = 32;

    /// <summary>The tag that begins right here; null where none does. Its length may go beyond the end of the file.</summary>
    /// <param name="bytes">From here on, at least <see cref="Look"/> or what is left.</param>
    /// <param name="left">Bytes to the end of the file.</param>
    public static TagBlock? At(ReadOnlySpan<byte> bytes, long left)
    {
        if (bytes.StartsWith("APETAGEX"u8) && bytes.Length >= ApeHeaderLength)
        {
            // APE Tags Flags (Hydrogenaudio), bit 29: this is the header, else it is the footer, and the items stand before it.
            var isHeader = (bytes[23] & 0x20) != 0;
            var size = BinaryPrimitives.ReadUInt32LittleEndian(bytes[12..]);
            return new TagBlock("APE", isHeader ? ApeHeaderLength + (long)size : ApeHeaderLength, isHeader ? 0 : Math.Max(0, (long)size - ApeHeaderLength));
        }

        if (bytes.StartsWith("TAG"u8) && left <= Id3v1Length)
        {
            return new TagBlock("ID3v1", Id3v1Length);
        }

        if (bytes.StartsWith("TAG+"u8) && left >= EnhancedLength)
        {
            return new TagBlock("ID3v1", EnhancedLength);
        }

        if (bytes.StartsWith("LYRICSBEGIN"u8))
        {
            return LyricsLength(bytes) is var length && length > 0 ? new TagBlock("Lyrics3", length) : null;
        }

        return LeadingTags.Size(bytes[..Math.Min(bytes.Length, ApeHeaderLength)]) is var known && known > 0 ? new TagBlock("ID3v2", known) : null;
    }

    /// <summary>Whether the mark of a tag stands right here, of one whose size is known by its first bytes.</summary>
    public static bool Begins(ReadOnlySpan<byte> bytes, long left) => !bytes.IsEmpty && bytes[0] switch
    {
        (byte)'A' => bytes.StartsWith("APETAGEX"u8),
        (byte)'T' => bytes.StartsWith("TAG"u8) && left <= Id3v1Length,
        (byte)'I' => LeadingTags.Size(bytes[..Math.Min(bytes.Length, ApeHeaderLength)]) > 0,
        _ => false,
    };

    /// <summary>Lyrics3 (id3.org): versions 1 and 2 end in marks of their own; text of more than 5,100 bytes is against the first's rules and rare in the second.</summary>
    private static int LyricsLength(ReadOnlySpan<byte> bytes)
    {
        bytes = bytes[..Math.Min(bytes.Length, Look)];
        var end = bytes.IndexOf("LYRICS200"u8);
        end = end >= 0 ? end : bytes.IndexOf("LYRICSEND"u8);
        return end + (end >= 0 ? 9 : 0);
    }
}

/// <param name="Name">Of its kind.</param>
/// <param name="Length">From here on, in bytes.</param>
/// <param name="Before">Bytes of it that stand before this place.</param>
internal readonly record struct TagBlock(string Name, long Length, long Before = 0);
