using System.Buffers;

namespace AudioServer.Domain.Formats.Frames;

/// <summary>
/// Looks for frames that follow each other without a gap, first where the audio should begin, then behind zeros or garbage. A single sync word
/// proves nothing: any two bytes in two thousand look like one.
/// </summary>
internal sealed class FrameSearch : IDisposable
{
    // ffmpeg's MP3 demuxer looks this far for the first frame (libavformat/mp3dec.c, mp3_read_header).
    private const int Reach = 64 * 1024;

    // Behind the last place that is looked at there is room for the frames that must follow.
    private const int WindowSize = 2 * Reach;

    internal static readonly FrameFormat[] Formats =
    [
        new MpegAudioFrames(),
        new AdtsFrames(),
        new LoasFrames(),
        new Ac3Frames(enhanced: false),
        new Ac3Frames(enhanced: true),
        new DtsFrames(),
        new TransportPackets(188, lead: 0),
        new TransportPackets(192, lead: 4),
        new TransportPackets(204, lead: 0),
    ];

    private readonly byte[] rented;
    private readonly int size;
    private readonly bool endsWithFile;

    public FrameSearch(Stream content, long start)
    {
        var left = Math.Max(0, content.Length - start);
        rented = ArrayPool<byte>.Shared.Rent((int)Math.Min(left, WindowSize));
        size = content.ReadAt(start, rented.AsSpan(0, (int)Math.Min(left, WindowSize)));
        endsWithFile = left <= WindowSize;
    }

    /// <summary>The format whose frames begin right here: a few in a row, or two that fill the file to its end.</summary>
    public Signature.Media? AtStart() => Find(0, format => format.Enough, toTheEnd: 2);

    /// <summary>The format whose frames begin further on; more of them are asked for, since there are many places to be wrong about.</summary>
    public Signature.Media? Further()
    {
        Signature.Media? found = null;
        for (var offset = 1; offset < Math.Min(size, Reach) && found is null; offset++)
        {
            found = Find(offset, format => format.Enough + 2, toTheEnd: 3);
        }

        return found;
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(rented);

    private Signature.Media? Find(int offset, Func<FrameFormat, int> enough, int toTheEnd)
    {
        foreach (var format in Formats)
        {
            var (frames, complete) = Walk(format, offset, enough(format));
            if (frames >= enough(format) || (complete && frames >= toTheEnd))
            {
                return format.Signature;
            }
        }

        return null;
    }

    /// <summary>How many frames of one kind follow each other, and whether the last ends where the audio does.</summary>
    private (int Frames, bool Complete) Walk(FrameFormat format, int offset, int most)
    {
        var window = rented.AsSpan(0, size);
        int? kind = null;
        var frames = 0;
        while (frames < most && offset < size && format.Parse(window[offset..]) is { } frame && (kind ?? frame.Kind) == frame.Kind)
        {
            kind = frame.Kind;
            frames++;
            offset += frame.Length;
        }

        return (frames, endsWithFile && (offset == size || (offset < size && IsTrailer(window[offset..]))));
    }

    private static bool IsTrailer(ReadOnlySpan<byte> rest) =>
        (rest.Length == 128 && rest.StartsWith("TAG"u8)) || rest.StartsWith("APETAGEX"u8) || rest.StartsWith("LYRICSBEGIN"u8);
}
