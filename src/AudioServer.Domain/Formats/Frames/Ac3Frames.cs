namespace AudioServer.Domain.Formats.Frames;

/// <summary>
/// AC-3 and E-AC-3: ATSC A/52 5.3.1 (syncinfo), E.1.2.2 (its enhanced form). Both begin alike; the bitstream identification tells them apart.
/// An enhanced stream may carry plain frames too.
/// </summary>
internal sealed class Ac3Frames(bool enhanced) : FrameFormat(enhanced ? "eac3" : "ac3", enough: 3)
{
    private const int HeaderLength = 6;
    private const int LastPlainBitstreamId = 10;
    private const int EnhancedBitstreamId = 16;

    private static readonly int[] BitRates = [32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384, 448, 512, 576, 640];

    public override Frame? Parse(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < HeaderLength || bytes[0] != 0x0B || bytes[1] != 0x77)
        {
            return null;
        }

        var bitstreamId = bytes[5] >> 3;
        var length = bitstreamId switch
        {
            <= LastPlainBitstreamId => PlainLength(bytes[4] >> 6, bytes[4] & 0x3F),
            EnhancedBitstreamId when enhanced => ((((bytes[2] & 7) << 8) | bytes[3]) + 1) * 2,
            _ => 0,
        };
        return length >= HeaderLength ? new Frame(length, bytes[4] >> 6) : null;
    }

    /// <summary>Table 5.18: the frame of 1,536 samples in bytes, 0 for a reserved code.</summary>
    private static int PlainLength(int sampleRateCode, int frameSizeCode) => frameSizeCode >= BitRates.Length * 2
        ? 0
        : sampleRateCode switch
        {
            0 => BitRates[frameSizeCode / 2] * 4, // 48 kHz
            1 => ((BitRates[frameSizeCode / 2] * 320 / 147) + (frameSizeCode & 1)) * 2, // 44.1 kHz
            2 => BitRates[frameSizeCode / 2] * 6, // 32 kHz
            _ => 0,
        };
}
