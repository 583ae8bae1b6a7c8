using AudioServer.Domain.Checksums;

namespace AudioServer.Domain.Formats.Frames;

/// <summary>
/// AC-3 and E-AC-3: ATSC A/52 5.3.1 and 5.3.2 (syncinfo, bsi), E.1.2 (their enhanced forms). Both begin alike; the bitstream identification tells
/// them apart. An enhanced stream may carry plain frames too.
/// </summary>
internal sealed class Ac3Frames(bool enhanced) : FrameFormat(enhanced ? "eac3" : "ac3", enough: 3)
{
    private const int HeaderLength = 6;
    private const int SyncLength = 2;
    private const int LastPlainBitstreamId = 10;
    private const int EnhancedBitstreamId = 16;
    private const int SamplesOfBlock = 256;
    private const int BlocksOfPlainFrame = 6;

    private static readonly int[] BitRates = [32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384, 448, 512, 576, 640];
    private static readonly int[] SampleRates = [48_000, 44_100, 32_000];
    private static readonly int[] Blocks = [1, 2, 3, BlocksOfPlainFrame];
    private static readonly int[] Channels = [2, 1, 2, 3, 3, 4, 4, 5]; // Table 5.8, without the one for low frequencies

    public override byte? SyncByte => 0x0B;

    public override Frame? Parse(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < HeaderLength || bytes[0] != 0x0B || bytes[1] != 0x77)
        {
            return null;
        }

        return (bytes[5] >> 3) switch
        {
            <= LastPlainBitstreamId => Plain(bytes),
            EnhancedBitstreamId when enhanced => Enhanced(bytes),
            _ => null,
        };
    }

    /// <summary>
    /// 7.10.1: the sum over all but the sync word, its own bytes among them, is zero. The first of a plain frame's two makes it so over five eighths
    /// already, so that the whole frame's tells of both.
    /// </summary>
    public override bool? HasValidChecksum(ReadOnlySpan<byte> frame) => MsbFirstCrc.Crc16.Append(0, frame[SyncLength..]) == 0;

    private static Frame? Plain(ReadOnlySpan<byte> bytes)
    {
        var length = PlainLength(bytes[4] >> 6, bytes[4] & 0x3F);
        if (length < HeaderLength)
        {
            return null;
        }

        // Identifications of 9 and 10 are streams of half and a quarter of the rate, a usage older than the enhanced form.
        var halvings = Math.Max(0, (bytes[5] >> 3) - 8);
        var mode = bytes.Length > HeaderLength ? bytes[HeaderLength] >> 5 : 0;
        var channels = bytes.Length > HeaderLength ? Channels[mode] + LowFrequency(bytes[HeaderLength], mode) : 0;
        return new Frame(length, bytes[4] >> 6, BlocksOfPlainFrame * SamplesOfBlock, SampleRates[bytes[4] >> 6] >> halvings, channels);
    }

    /// <summary>5.3.2: mix levels that only some modes have stand between the mode and the flag.</summary>
    private static int LowFrequency(byte bits, int mode)
    {
        var between = mode switch
        {
            2 => 2,
            _ => (mode is 3 or 5 or 7 ? 2 : 0) + ((mode & 4) != 0 ? 2 : 0),
        };
        return (bits >> (4 - between)) & 1;
    }

    private static Frame? Enhanced(ReadOnlySpan<byte> bytes)
    {
        var length = ((((bytes[2] & 7) << 8) | bytes[3]) + 1) * 2;
        var rateCode = bytes[4] >> 6;
        var blocksCode = (bytes[4] >> 4) & 3;
        if (length < HeaderLength || (rateCode == 3 && blocksCode == 3))
        {
            return null;
        }

        // Code 3: half of the rate that stands where the number of blocks would, and always six blocks.
        var sampleRate = rateCode == 3 ? SampleRates[blocksCode] / 2 : SampleRates[rateCode];
        var blocks = rateCode == 3 ? BlocksOfPlainFrame : Blocks[blocksCode];

        // Substreams that depend on another add channels to it, others but the first are other programmes: neither takes time of its own.
        var isFirst = (bytes[2] & 0xF8) is 0 or 0x80;
        var channels = Channels[(bytes[4] >> 1) & 7] + (bytes[4] & 1);
        return new Frame(length, rateCode, isFirst ? blocks * SamplesOfBlock : 0, sampleRate, isFirst ? channels : 0);
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
