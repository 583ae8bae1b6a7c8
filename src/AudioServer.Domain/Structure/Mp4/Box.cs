using System.Buffers.Binary;
using System.Text;

namespace AudioServer.Domain.Structure.Mp4;

/// <summary>The header of a box (ISO/IEC 14496-12, 4.2) or atom (QuickTime File Format).</summary>
/// <param name="Type">Four Latin letters.</param>
/// <param name="Start">Of the header.</param>
/// <param name="Content">Behind the header.</param>
/// <param name="End">By the header's size; may lie behind the file's.</param>
internal readonly record struct Box(string Type, long Start, long Content, long End)
{
    private const int ShortHeader = 8;
    private const int LongHeader = 16;

    // Far beyond any file, and safe to add to.
    private const ulong MostSize = long.MaxValue / 4;

    /// <summary>Steps over the header that stands next; null, and no step, where none does.</summary>
    /// <param name="reader">At a box, or where one could be.</param>
    /// <param name="limit">Where the box around it ends: as far as one without a size goes.</param>
    public static Box? Read(ForwardReader reader, long limit)
    {
        var start = reader.Position;
        var header = reader.Peek(LongHeader);
        if (header.Length < ShortHeader || limit - start < ShortHeader || !IsName(header[4..8]))
        {
            return null;
        }

        var size = (ulong)BinaryPrimitives.ReadUInt32BigEndian(header);
        var length = ShortHeader;
        if (size == 1 && header.Length == LongHeader)
        {
            size = Math.Min(BinaryPrimitives.ReadUInt64BigEndian(header[8..]), MostSize);
            length = LongHeader;
        }

        if (size != 0 && size < (ulong)length)
        {
            return null;
        }

        var type = Encoding.Latin1.GetString(header[4..8]);
        reader.Advance(length);
        return new Box(type, start, start + length, size == 0 ? limit : start + (long)size);
    }

    private static bool IsName(ReadOnlySpan<byte> type) => !type.ContainsAnyExceptInRange((byte)' ', (byte)'~') || type[0] == 0xA9;
}
