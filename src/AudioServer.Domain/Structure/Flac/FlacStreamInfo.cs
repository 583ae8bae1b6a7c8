using System.Buffers.Binary;

namespace AudioServer.Domain.Structure.Flac;

/// <summary>The STREAMINFO block: RFC 9639, 8.2.</summary>
/// <param name="SampleRate">Hz; 0 where the block states none.</param>
/// <param name="Channels">1 to 8.</param>
/// <param name="BitsPerSample">1 to 32; fewer than 4 are not allowed.</param>
/// <param name="TotalSamples">Of one channel; 0 where not known.</param>
/// <param name="Md5">Of the decoded samples; null where not known.</param>
internal sealed record FlacStreamInfo(int SampleRate, int Channels, int BitsPerSample, long TotalSamples, IReadOnlyList<byte>? Md5)
{
    /// <summary>Bytes of the block without its header.</summary>
    public const int Length = 34;

    /// <summary>Null where <paramref name="block"/> is shorter than the block must be.</summary>
    public static FlacStreamInfo? Parse(ReadOnlySpan<byte> block)
    {
        if (block.Length < Length)
        {
            return null;
        }

        // 20 bits of rate, 3 of channels less one, 5 of bits less one, 36 of samples.
        var packed = BinaryPrimitives.ReadUInt64BigEndian(block[10..]);
        var md5 = block[18..Length];
        return new FlacStreamInfo(
            (int)(packed >> 44),
            (int)((packed >> 41) & 7) + 1,
            (int)((packed >> 36) & 31) + 1,
            (long)(packed & 0xF_FFFF_FFFF),
            md5.ContainsAnyExcept((byte)0) ? md5.ToArray() : null);
    }
}
