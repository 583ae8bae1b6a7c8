using System.Buffers.Binary;
using AudioServer.Domain.Checksums;

namespace AudioServer.Domain.Formats.Frames;

/// <summary>
/// What a frame of layer III says of its audio behind the header: ISO/IEC 11172-3 2.4.1.7, ISO/IEC 13818-3 2.4.1.7. A frame's audio may begin in
/// the bytes that the frames before it left free (the bit reservoir).
/// </summary>
/// <param name="DataStart">Where the frame's own bytes begin: behind header, checksum and side information.</param>
/// <param name="Reservoir">How many bytes before this frame its audio begins, headers and side information not counted.</param>
/// <param name="AudioBytes">How long its audio is.</param>
internal readonly record struct MpegLayer3(int DataStart, int Reservoir, int AudioBytes)
{
    private const int HeaderLength = 4;
    private const int ChecksumLength = 2;

    // Cuts are seldom to the byte: a few stray ones on the wrong side tell nothing.
    private const int Few = 8;

    /// <summary>Null where the bytes are of another layer, or end before the side information does.</summary>
    public static MpegLayer3? Read(ReadOnlySpan<byte> frame)
    {
        if (frame.Length < HeaderLength || (frame[1] & 0x06) != 0x02)
        {
            return null;
        }

        var isMpeg1 = (frame[1] & 0x18) == 0x18;
        var channels = (frame[3] & 0xC0) == 0xC0 ? 1 : 2;
        var start = HeaderLength + (IsProtected(frame) ? ChecksumLength : 0);
        var end = start + SideInfoLength(isMpeg1, channels);
        if (frame.Length < end)
        {
            return null;
        }

        var side = frame[start..end];
        var position = isMpeg1 ? 9 : 8;
        var reservoir = Bits(side, 0, position);

        // Private bits, then in MPEG-1 four flags a channel that let scale factors be shared.
        position += (isMpeg1, channels) switch
        {
            (true, 1) => 5 + 4,
            (true, _) => 3 + 8,
            (false, 1) => 1,
            (false, _) => 2,
        };
        var bits = 0;
        for (var granule = 0; granule < (isMpeg1 ? 2 : 1) * channels; granule++)
        {
            bits += Bits(side, position, 12); // part2_3_length, the first field of 59 or 63 bits
            position += isMpeg1 ? 59 : 63;
        }

        return new MpegLayer3(end, reservoir, (bits + 7) / 8);
    }

    /// <summary>In bytes. The Xing tag stands behind as many, whether or not the frame has a checksum.</summary>
    public static int SideInfoLength(bool isMpeg1, int channels) => (isMpeg1, channels) switch
    {
        (true, 1) => 17,
        (true, _) => 32,
        (false, 1) => 9,
        (false, _) => 17,
    };

    /// <summary>2.4.3.1: over the header's last two bytes and the side information. Null where the frame has no checksum.</summary>
    public bool? HasValidChecksum(ReadOnlySpan<byte> frame) => !IsProtected(frame)
        ? null
        : MsbFirstCrc.Crc16.Append(MsbFirstCrc.Crc16.Append(0xFFFF_0000, frame[2..HeaderLength]), frame[(HeaderLength + ChecksumLength)..DataStart]) >> 16
            == BinaryPrimitives.ReadUInt16BigEndian(frame[HeaderLength..]);

    /// <summary>
    /// Whether a cut frame has all its audio, and nothing shows that more audio followed: the cut goes through no audio where it stands right behind
    /// the side information, right behind the audio, or right before the frame's end. Anywhere else the bytes behind the audio are the next frame's.
    /// </summary>
    public bool IsWholeWhenCut(ReadOnlySpan<byte> present, int length)
    {
        var own = present.Length - DataStart;
        var behindAudio = Reservoir + own - AudioBytes;
        return behindAudio >= 0 && (own <= Few || behindAudio <= Few || length - present.Length <= Few);
    }

    private static bool IsProtected(ReadOnlySpan<byte> frame) => (frame[1] & 1) == 0;

    private static int Bits(ReadOnlySpan<byte> bytes, int position, int count)
    {
        var value = 0;
        for (var bit = position; bit < position + count; bit++)
        {
            value = (value << 1) | ((bytes[bit >> 3] >> (7 - (bit & 7))) & 1);
        }

        return value;
    }
}
