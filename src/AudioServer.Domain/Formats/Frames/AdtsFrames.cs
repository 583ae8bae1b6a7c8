namespace AudioServer.Domain.Formats.Frames;

/// <summary>
/// AAC in ADTS: ISO/IEC 14496-3 1.A.2.2, ISO/IEC 13818-7 6.2. Samples and rate are the core's: spectral band replication, of which the header knows
/// nothing, doubles both.
/// </summary>
internal sealed class AdtsFrames() : FrameFormat("aac", enough: 4)
{
    private const int HeaderLength = 7;
    private const int SamplesOfBlock = 1024;

    private static readonly int[] SampleRates = [96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8000, 7350];

    public override byte? SyncByte => 0xFF;

    public override Frame? Parse(ReadOnlySpan<byte> bytes)
    {
        // Twelve bits of sync, the MPEG version, two bits of layer that are always zero.
        if (bytes.Length < HeaderLength || bytes[0] != 0xFF || (bytes[1] & 0xF6) != 0xF0 || ((bytes[2] >> 2) & 15) >= SampleRates.Length)
        {
            return null;
        }

        var length = ((bytes[3] & 3) << 11) | (bytes[4] << 3) | (bytes[5] >> 5);
        var kind = ((bytes[1] & 0x08) << 16) | ((bytes[2] & 0xFD) << 8) | (bytes[3] & 0xC0); // version, profile, rate, channels
        var channels = ((bytes[2] & 1) << 2) | (bytes[3] >> 6); // 0: said inside the first block; 7: eight
        var samples = ((bytes[6] & 3) + 1) * SamplesOfBlock;
        return length > HeaderLength ? new Frame(length, kind, samples, SampleRates[(bytes[2] >> 2) & 15], channels == 7 ? 8 : channels) : null;
    }
}
