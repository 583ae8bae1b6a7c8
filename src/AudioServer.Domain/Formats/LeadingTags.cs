using System.Buffers.Binary;

namespace AudioServer.Domain.Formats;

/// <summary>The tags that stand before the audio: ID3v2, often several, and APE. They are stepped over by their stated sizes, never read.</summary>
internal static class LeadingTags
{
    // No writer stacks more than a few; a file of nothing but empty tags would keep us reading.
    private const int Most = 64;

    /// <summary>Where the first byte behind the tags stands: 0 without tags, behind the end of the file where a tag claims more than there is.</summary>
    public static long End(Stream content)
    {
        var end = 0L;
        Span<byte> header = stackalloc byte[32];
        for (var tags = 0; tags < Most; tags++)
        {
            var size = Size(header[..content.ReadAt(end, header)]);
            if (size == 0)
            {
                break;
            }

            end += size;
        }

        return end;
    }

    /// <summary>The whole tag's size, or 0 where there is none.</summary>
    /// <param name="header">32 bytes, or what is there.</param>
    internal static long Size(ReadOnlySpan<byte> header)
    {
        // id3v2.4.0-structure 3.1: version, revision, flags, a size of four times seven bits; 3.4: a footer as long as the header.
        if (header.Length >= 10 && header.StartsWith("ID3"u8) && header[3] != 0xFF && header[4] != 0xFF
            && ((header[6] | header[7] | header[8] | header[9]) & 0x80) == 0)
        {
            var footer = (header[5] & 0x10) != 0 ? 10 : 0;
            return 10 + ((header[6] << 21) | (header[7] << 14) | (header[8] << 7) | header[9]) + footer;
        }

        // APE Tags Header (Hydrogenaudio): version, a size that leaves this header out, items, flags.
        return header.Length == 32 && header.StartsWith("APETAGEX"u8) ? 32L + BinaryPrimitives.ReadUInt32LittleEndian(header[12..]) : 0;
    }
}
