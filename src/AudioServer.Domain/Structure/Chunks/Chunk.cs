using System.Buffers.Binary;
using System.Text;

namespace AudioServer.Domain.Structure.Chunks;

/// <summary>The header of a chunk as EA IFF 85 has it and RIFF, AIFF and DSDIFF after it: four letters and a size that leaves them out.</summary>
/// <param name="Id">Four printable ASCII letters.</param>
/// <param name="Size">Bytes of the content, without the byte that makes it even.</param>
internal readonly record struct Chunk(string Id, long Size)
{
    public const int HeaderSize = 8;

    /// <summary>The header that stands next, not stepped over; null where none does.</summary>
    public static Chunk? Next(ForwardReader reader, bool bigEndian) => Parse(reader.Peek(HeaderSize), bigEndian);

    /// <summary>Steps over the byte behind a chunk of odd size, where it stands: some writers leave it out.</summary>
    public static void SkipPadding(ForwardReader reader, long size, bool bigEndian)
    {
        if ((size & 1) != 0)
        {
            var next = reader.Peek(1 + HeaderSize);
            var left = reader.Left - HeaderSize;
            var unpadded = next.Length > HeaderSize
                && Parse(next[..HeaderSize], bigEndian)?.Size <= left
                && !(Parse(next[1..], bigEndian)?.Size <= left - 1);
            reader.Advance(unpadded ? 0 : 1);
        }
    }

    private static Chunk? Parse(ReadOnlySpan<byte> header, bool bigEndian) =>
        header.Length < HeaderSize || header[..4].ContainsAnyExceptInRange((byte)' ', (byte)'~')
            ? null
            : new Chunk(
                Encoding.ASCII.GetString(header[..4]),
                bigEndian ? BinaryPrimitives.ReadUInt32BigEndian(header[4..]) : BinaryPrimitives.ReadUInt32LittleEndian(header[4..]));
}
