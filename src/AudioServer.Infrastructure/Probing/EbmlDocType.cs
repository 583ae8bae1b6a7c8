namespace AudioServer.Infrastructure.Probing;

/// <summary>Tells WebM from other Matroska by the document type in the file's EBML header; ffprobe calls both "matroska,webm".</summary>
internal static class EbmlDocType
{
    private const int HeadBytes = 4096;
    private static ReadOnlySpan<byte> HeaderId => [0x1A, 0x45, 0xDF, 0xA3];
    private static ReadOnlySpan<byte> DocTypeId => [0x42, 0x82];

    public static bool IsWebM(string path)
    {
        Span<byte> head = stackalloc byte[HeadBytes];
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        return IsWebM(head[..RandomAccess.Read(file, head, 0)]);
    }

    internal static bool IsWebM(ReadOnlySpan<byte> head)
    {
        if (!head.StartsWith(HeaderId) || !TryTake(head[HeaderId.Length..], out var header, out _))
        {
            return false;
        }

        while (header.Length > 0)
        {
            // The header's own elements have ids of two bytes, but for Void (0xEC) and CRC-32 (0xBF).
            var idLength = header[0] is 0xEC or 0xBF ? 1 : 2;
            if (header.Length <= idLength || !TryTake(header[idLength..], out var content, out var rest))
            {
                return false;
            }

            if (header.StartsWith(DocTypeId))
            {
                return content.TrimEnd((byte)0).SequenceEqual("webm"u8);
            }

            header = rest;
        }

        return false;
    }

    /// <summary>Splits a size and what it counts from the rest. A size beyond the bytes at hand takes all of them.</summary>
    private static bool TryTake(ReadOnlySpan<byte> bytes, out ReadOnlySpan<byte> content, out ReadOnlySpan<byte> rest)
    {
        content = rest = default;
        var length = bytes.Length == 0 || bytes[0] == 0 ? int.MaxValue : System.Numerics.BitOperations.LeadingZeroCount((uint)bytes[0]) - 23;
        if (length > bytes.Length)
        {
            return false;
        }

        var size = (ulong)bytes[0] & ((1UL << (8 - length)) - 1);
        foreach (var value in bytes[1..length])
        {
            size = (size << 8) | value;
        }

        var taken = (int)Math.Min(size, (ulong)(bytes.Length - length));
        content = bytes.Slice(length, taken);
        rest = bytes[(length + taken)..];
        return true;
    }
}
