using System.Buffers.Binary;

namespace AudioServer.Domain.Structure.Mp4;

/// <summary>A table of equal big-endian numbers, kept as the bytes that are really in the file, whatever count it states; at most as many as the budget allows.</summary>
/// <param name="bits">Of a number: 4, 8, 16, 32 or 64.</param>
internal sealed class EntryTable(int bits)
{
    // A power of two: no number lies across two pages.
    private const int PageSize = ForwardReader.MaxPeek;

    private readonly List<byte[]> _pages = [];

    public long Count { get; private set; }

    public long this[long index]
    {
        get
        {
            var position = index * bits / 8;
            var bytes = _pages[(int)(position / PageSize)].AsSpan((int)(position % PageSize));
            return bits switch
            {
                4 => (index & 1) == 0 ? bytes[0] >> 4 : bytes[0] & 0xF,
                8 => bytes[0],
                16 => BinaryPrimitives.ReadUInt16BigEndian(bytes),
                32 => BinaryPrimitives.ReadUInt32BigEndian(bytes),
                _ => (long)Math.Min(BinaryPrimitives.ReadUInt64BigEndian(bytes), long.MaxValue / 4),
            };
        }
    }

    /// <summary>Reads the table and steps over it.</summary>
    /// <param name="reader">At its first number.</param>
    /// <param name="count">Numbers by the header.</param>
    /// <param name="end">Where its box ends.</param>
    /// <param name="budget">Bytes that may still be kept; what is kept is taken off.</param>
    /// <returns>False when there is more than may be kept.</returns>
    public bool Read(ForwardReader reader, long count, long end, ref int budget)
    {
        var bytes = Math.Min(((count * bits) + 7) / 8, Math.Min(end, reader.Length) - reader.Position);
        if (bytes > budget)
        {
            return false;
        }

        budget -= (int)Math.Max(0, bytes);
        Count = Math.Min(count, Math.Max(0, bytes) * 8 / bits);
        while (bytes > 0)
        {
            var page = reader.Peek((int)Math.Min(bytes, PageSize)).ToArray();
            if (page.Length == 0)
            {
                return false;
            }

            _pages.Add(page);
            reader.Advance(page.Length);
            bytes -= page.Length;
        }

        return true;
    }
}
