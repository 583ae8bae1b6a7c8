using System.Buffers.Binary;

namespace AudioServer.Domain.Formats.Frames;

/// <summary>
/// MPEG-1, 2 and 2.5 audio, layers I to III: ISO/IEC 11172-3 2.4.2.3, ISO/IEC 13818-3 2.4.2.3. Free format is left out: such a frame does not tell
/// its length, and ffmpeg 5.1 does not read it.
/// </summary>
internal sealed class MpegAudioFrames() : FrameFormat("mp3", enough: 4)
{
    // In kbit/s by the four bits of the header, from 1 on; the rows are MPEG-1 layers I, II, III, then MPEG-2 layer I, layers II and III.
    private static readonly int[][] BitRates =
    [
        [32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448],
        [32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384],
        [32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
        [32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256],
        [8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
    ];

    private static readonly int[] SampleRates = [44_100, 48_000, 32_000];

    public override byte? SyncByte => 0xFF;

    public override Frame? Parse(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 4 || bytes[0] != 0xFF || bytes[1] < 0xE0)
        {
            return null;
        }

        var header = BinaryPrimitives.ReadUInt32BigEndian(bytes);
        var version = (int)(header >> 19) & 3; // 3: MPEG-1, 2: MPEG-2, 0: MPEG-2.5
        var layer = 4 - ((int)(header >> 17) & 3);
        var bitRateIndex = (int)(header >> 12) & 15;
        var sampleRateIndex = (int)(header >> 10) & 3;
        if (version == 1 || layer == 4 || bitRateIndex is 0 or 15 || sampleRateIndex == 3)
        {
            return null;
        }

        var isMpeg1 = version == 3;
        var row = isMpeg1 ? layer - 1 : Math.Min(layer + 2, 4);
        var bitRate = BitRates[row][bitRateIndex - 1] * 1000;
        var sampleRate = SampleRates[sampleRateIndex] >> (version switch { 3 => 0, 2 => 1, _ => 2 });
        var padding = (int)(header >> 9) & 1;
        var length = layer switch
        {
            1 => ((12 * bitRate / sampleRate) + padding) * 4,
            3 when !isMpeg1 => (72 * bitRate / sampleRate) + padding,
            _ => (144 * bitRate / sampleRate) + padding,
        };
        var samples = layer switch
        {
            1 => 384,
            3 when !isMpeg1 => 576,
            _ => 1152,
        };
        return new Frame(length, (version << 8) | (layer << 4) | sampleRateIndex, samples, sampleRate, Channels: (header & 0xC0) == 0xC0 ? 1 : 2);
    }

    public override bool? HasValidChecksum(ReadOnlySpan<byte> frame) => MpegLayer3.Read(frame)?.HasValidChecksum(frame);

    public override bool IsWholeWhenCut(ReadOnlySpan<byte> present, int length) => MpegLayer3.Read(present)?.IsWholeWhenCut(present, length) ?? false;
}
