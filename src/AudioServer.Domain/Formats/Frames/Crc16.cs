namespace AudioServer.Domain.Formats.Frames;

/// <summary>The checksum of MPEG audio and AC-3: x¹⁶ + x¹⁵ + x² + 1, the most significant bit first (ISO/IEC 11172-3 2.4.3.1, ATSC A/52 6.1.7).</summary>
internal static class Crc16
{
    private const int Polynomial = 0x8005;

    private static readonly ushort[] Table = MakeTable();

    /// <summary>Of <paramref name="bytes"/>, going on from the sum of those before them.</summary>
    public static ushort Of(ReadOnlySpan<byte> bytes, ushort before = 0)
    {
        var sum = before;
        foreach (var value in bytes)
        {
            sum = (ushort)((sum << 8) ^ Table[(sum >> 8) ^ value]);
        }

        return sum;
    }

    private static ushort[] MakeTable()
    {
        var table = new ushort[256];
        for (var value = 0; value < table.Length; value++)
        {
            var sum = value << 8;
            for (var bit = 0; bit < 8; bit++)
            {
                sum = (sum << 1) ^ ((sum & 0x8000) != 0 ? Polynomial : 0);
            }

            table[value] = (ushort)sum;
        }

        return table;
    }
}
