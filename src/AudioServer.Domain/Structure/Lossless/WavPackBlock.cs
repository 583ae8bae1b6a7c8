using System.Buffers.Binary;

namespace AudioServer.Domain.Structure.Lossless;

/// <summary>The header of a WavPack block (WavPack 4 and 5 file format, "Block Header").</summary>
/// <param name="Length">Bytes of the whole block.</param>
/// <param name="TotalSamples">Of the whole stream; null where it is not known, and in all blocks but the first.</param>
/// <param name="Index">Of the block's first sample.</param>
/// <param name="Samples">Of one channel; 0 in blocks without audio.</param>
/// <param name="IsFirstOfGroup">False for the further channels of blocks that stand side by side.</param>
/// <param name="SampleRate">Hz; null where a part inside the block tells it, and of DSD.</param>
internal readonly record struct WavPackBlock(long Length, long? TotalSamples, long Index, long Samples, bool IsFirstOfGroup, int? SampleRate)
{
    public const int HeaderLength = 32;

    private const uint MaxLength = 1024 * 1024;
    private const uint InitialBlock = 0x800;
    private const uint Dsd = 0x8000_0000;

    private static readonly int[] SampleRates = [6000, 8000, 9600, 11_025, 12_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000, 64_000, 88_200, 96_000, 192_000];

    /// <summary>Null where no block begins.</summary>
    public static WavPackBlock? Parse(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < HeaderLength || !bytes.StartsWith("wvpk"u8))
        {
            return null;
        }

        var length = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
        var version = BinaryPrimitives.ReadUInt16LittleEndian(bytes[8..]);
        if (version is < 0x402 or > 0x410 || length is < HeaderLength - 8 or > MaxLength)
        {
            return null;
        }

        var total = BinaryPrimitives.ReadUInt32LittleEndian(bytes[12..]);
        var flags = BinaryPrimitives.ReadUInt32LittleEndian(bytes[24..]);
        var rate = (int)(flags >> 23) & 15;
        return new WavPackBlock(
            length + 8L,
            total == uint.MaxValue ? null : total + ((long)bytes[11] << 32) - bytes[11],
            BinaryPrimitives.ReadUInt32LittleEndian(bytes[16..]) + ((long)bytes[10] << 32),
            BinaryPrimitives.ReadUInt32LittleEndian(bytes[20..]),
            (flags & InitialBlock) != 0,
            (flags & Dsd) == 0 && rate < SampleRates.Length ? SampleRates[rate] : null);
    }
}
