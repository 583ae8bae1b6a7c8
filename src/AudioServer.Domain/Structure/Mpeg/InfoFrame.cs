using System.Buffers.Binary;
using AudioServer.Domain.Formats.Frames;

namespace AudioServer.Domain.Structure.Mpeg;

/// <summary>
/// The first frame of many MP3 files, which holds no audio but tells of the rest: the Xing or Info tag (Xing's SDK; the LAME tag rev. 1 by
/// G. Bouvigne), or Fraunhofer's VBRI tag (G. Gunnars, "MPEG Audio Frame Header", 2.3.2).
/// </summary>
/// <param name="Name">Of the tag.</param>
/// <param name="Frames">That follow; null where the tag does not say.</param>
/// <param name="Bytes">From this frame to the end of the audio; null where the tag does not say.</param>
/// <param name="Trimming">What the encoder added at both ends; null where the tag does not say.</param>
/// <param name="MusicChecksum">See <see cref="Frames.MusicChecksum"/>; null where the tag has none.</param>
internal sealed record InfoFrame(string Name, long? Frames, long? Bytes, EncoderTrimming? Trimming = null, ushort? MusicChecksum = null)
{
    /// <summary>Bytes that <see cref="Read"/> must see: header, longest side information, Xing tag and what LAME adds to it.</summary>
    public const int Look = HeaderLength + 32 + 120 + 36;

    private const int HeaderLength = 4;
    private const int VbriOffset = HeaderLength + 32;
    private const int TableLength = 100;
    private const int LameDelays = 21;
    private const int LameMusicLength = 28;
    private const int LameMusicChecksum = 32;

    /// <summary>Null where the frame is one of audio.</summary>
    public static InfoFrame? Read(ReadOnlySpan<byte> frame)
    {
        if (frame.Length < Look || MpegLayer3.Read(frame) is null)
        {
            return null;
        }

        var sideInfo = MpegLayer3.SideInfoLength((frame[1] & 0x18) == 0x18, (frame[3] & 0xC0) == 0xC0 ? 1 : 2);
        var tag = frame[(HeaderLength + sideInfo)..];
        if (tag.StartsWith("Xing"u8) || tag.StartsWith("Info"u8))
        {
            return Xing(tag);
        }

        // The tag, its version, delay and quality in two bytes each, then bytes and frames in four.
        tag = frame[VbriOffset..];
        return tag.StartsWith("VBRI"u8) ? new InfoFrame("VBRI", NotZero(tag[14..]), NotZero(tag[10..])) : null;
    }

    private static InfoFrame Xing(ReadOnlySpan<byte> tag)
    {
        // Flags say which of the number of frames, the number of bytes, a table for seeking and a quality follow.
        var flags = tag[7];
        var rest = tag[8..];
        var frames = (flags & 1) != 0 ? NotZero(Take(ref rest, 4)) : null;
        var bytes = (flags & 2) != 0 ? NotZero(Take(ref rest, 4)) : null;
        Take(ref rest, (flags & 4) != 0 ? TableLength : 0);
        Take(ref rest, (flags & 8) != 0 ? 4 : 0);

        var info = new InfoFrame(tag[0] == 'X' ? "Xing" : "Info", frames, frames is null ? null : bytes);

        // Other encoders fill the rest with other things; libavformat's muxer writes it as LAME does, under its own name.
        var isLame = rest.StartsWith("LAME"u8) || rest.StartsWith("Lavf"u8) || rest.StartsWith("Lavc"u8);
        return isLame ? Lame(info, rest) : info;
    }

    private static InfoFrame Lame(InfoFrame info, ReadOnlySpan<byte> tag)
    {
        var delays = (int)(BinaryPrimitives.ReadUInt32BigEndian(tag[LameDelays..]) >> 8);
        return info with
        {
            Trimming = new EncoderTrimming(delays >> 12, delays & 0xFFF),
            MusicChecksum = NotZero(tag[LameMusicLength..]) is null ? null : BinaryPrimitives.ReadUInt16BigEndian(tag[LameMusicChecksum..]),
        };
    }

    private static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> rest, int count)
    {
        var taken = rest[..count];
        rest = rest[count..];
        return taken;
    }

    private static long? NotZero(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt32BigEndian(bytes) is var value && value > 0 ? value : null;
}

/// <summary>
/// Samples that the encoder put before and behind the audio. The decoder adds a delay of its own, 528 samples and one, so that it must leave out
/// as many more at the beginning and as many fewer at the end (libavformat/mp3dec.c, mp3_parse_info_tag).
/// </summary>
/// <param name="Delay">Before the audio.</param>
/// <param name="Padding">Behind it.</param>
internal sealed record EncoderTrimming(int Delay, int Padding)
{
    private const int DecoderDelay = 528 + 1;

    /// <summary>Of <paramref name="decoded"/> samples, those that are heard, when <paramref name="declared"/> should have come, the padding at their end.</summary>
    public long Heard(long decoded, long? declared)
    {
        var from = Delay + DecoderDelay;
        var heard = Math.Max(0, decoded - from);
        if (declared is { } end)
        {
            var paddingStart = Math.Max(from, end - Math.Max(0, Padding - DecoderDelay));
            heard -= Math.Max(0, Math.Min(decoded, end) - paddingStart);
        }

        return heard;
    }
}
