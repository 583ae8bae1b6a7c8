namespace AudioServer.Domain.Formats.Frames;

/// <summary>A stream of frames, each with a sync word and its own length, and nothing in front of the first.</summary>
/// <param name="demuxer">ffmpeg's demuxer for it.</param>
/// <param name="enough">How many frames in a row cannot be chance; more for a short sync word.</param>
internal abstract class FrameFormat(string demuxer, int enough)
{
    public Signature.Media Signature { get; } = new(demuxer);

    public int Enough { get; } = enough;

    /// <summary>The frame whose header stands at the beginning of <paramref name="bytes"/>; null where none does, or where it is cut.</summary>
    public abstract Frame? Parse(ReadOnlySpan<byte> bytes);
}

/// <summary>One frame.</summary>
/// <param name="Length">From this header to the next, in bytes; at least 1.</param>
/// <param name="Kind">What must not change from frame to frame, in a form that compares.</param>
internal readonly record struct Frame(int Length, int Kind);
