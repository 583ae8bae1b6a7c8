using System.Buffers.Binary;
using System.Numerics;

namespace AudioServer.Domain.Structure.Flac;

/// <summary>Reads bits, the highest of each byte first. Behind the last byte stand endless ones.</summary>
internal ref struct FlacBits(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    /// <summary>Bits read so far; more than there are when it ran out.</summary>
    public long Position { get; private set; }

    public readonly bool IsPastEnd => Position > _bytes.Length * 8L;

    /// <param name="count">1 to 32.</param>
    public uint Read(int count)
    {
        var value = (uint)(Ahead() >> (64 - count));
        Position += count;
        return value;
    }

    public void Skip(long count) => Position += count;

    /// <summary>Steps over zeros and the one that ends them; how many zeros there were.</summary>
    public int Unary()
    {
        var zeros = 0;
        while (true)
        {
            // Of the 64 bits ahead at least 57 are whole.
            var run = Math.Min(BitOperations.LeadingZeroCount(Ahead()), 56);
            zeros += run;
            Position += run;
            if (run < 56)
            {
                Position++;
                return zeros;
            }
        }
    }

    private readonly ulong Ahead()
    {
        var from = Position / 8;
        Span<byte> eight = stackalloc byte[8];
        if (from + 8 <= _bytes.Length)
        {
            return BinaryPrimitives.ReadUInt64BigEndian(_bytes[(int)from..]) << (int)(Position % 8);
        }

        eight.Fill(0xFF);
        if (from < _bytes.Length)
        {
            _bytes[(int)from..].CopyTo(eight);
        }

        return BinaryPrimitives.ReadUInt64BigEndian(eight) << (int)(Position % 8);
    }
}
