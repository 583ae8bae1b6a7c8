namespace AudioServer.Domain.Checksums;

/// <summary>The checksum of Ethernet and zip (ISO/IEC 8802-3, 3.2.9), as True Audio and PNG (ISO/IEC 15948, annex D) use it: the lowest bit first.</summary>
internal static class Crc32
{
    /// <summary>Before any byte.</summary>
    public const uint Start = 0xFFFF_FFFF;

    private const uint Polynomial = 0xEDB8_8320;

    private static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(value => Enumerable.Range(0, 8).Aggregate((uint)value, (sum, _) => (sum >> 1) ^ ((sum & 1) * Polynomial)))];

    public static uint Append(uint register, ReadOnlySpan<byte> bytes)
    {
        foreach (var value in bytes)
        {
            register = (register >> 8) ^ Table[(byte)(register ^ value)];
        }

        return register;
    }

    /// <summary>As it is written.</summary>
    public static uint Finish(uint register) => ~register;
}
