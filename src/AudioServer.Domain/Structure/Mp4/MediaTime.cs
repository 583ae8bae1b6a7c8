using System.Buffers.Binary;

namespace AudioServer.Domain.Structure.Mp4;

/// <summary>The timescale and duration of an mvhd or mdhd box (ISO/IEC 14496-12, 8.2.2 and 8.4.2), which lie at the same places in both.</summary>
/// <param name="Timescale">Ticks a second.</param>
/// <param name="Duration">Ticks; 0 when left open.</param>
internal readonly record struct MediaTime(long Timescale, long Duration)
{
    public static MediaTime? Parse(ReadOnlySpan<byte> content)
    {
        if (content.Length < 20)
        {
            return null;
        }

        if (content[0] != 1)
        {
            var ticks = BinaryPrimitives.ReadUInt32BigEndian(content[16..]);
            return new MediaTime(BinaryPrimitives.ReadUInt32BigEndian(content[12..]), ticks == uint.MaxValue ? 0 : ticks);
        }

        return content.Length < 32
            ? null
            : new MediaTime(BinaryPrimitives.ReadUInt32BigEndian(content[20..]), Math.Max(0, BinaryPrimitives.ReadInt64BigEndian(content[24..])));
    }
}

/// <summary>Reckons with numbers that a file claims, which may be anything: no sum or product overflows.</summary>
internal static class Ticks
{
    private const long Most = long.MaxValue / 4;

    public static long Sum(long a, long b) => Math.Min(Most, Math.Min(a, Most) + Math.Min(b, Most));

    public static long Product(long a, long b) => a > 0 && b > Most / a ? Most : a * b;

    /// <summary>From one rate to another, to the nearest.</summary>
    public static long Scale(long ticks, long from, long to) => from == to || from <= 0 ? ticks : (long)Math.Round((double)ticks * to / from);
}
