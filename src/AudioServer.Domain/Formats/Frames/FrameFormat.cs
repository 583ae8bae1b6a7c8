namespace AudioServer.Domain.Formats.Frames;

/// <summary>A stream of frames, each with a sync word and its own length, and nothing in front of the first.</summary>
/// <param name="demuxer">ffmpeg's demuxer for it.</param>
/// <param name="enough">How many frames in a row cannot be chance; more for a short sync word.</param>
internal abstract class FrameFormat(string demuxer, int enough)
{
    public Signature.Media Signature { get; } = new(demuxer);

    public int Enough { get; } = enough;

    /// <summary>The byte that every header begins with; null where there is none, so that frames can only be walked, not looked for.</summary>
    public virtual byte? SyncByte => null;

    /// <summary>The frame whose header stands at the beginning of <paramref name="bytes"/>; null where none does, or where it is cut.</summary>
    public abstract Frame? Parse(ReadOnlySpan<byte> bytes);

    /// <summary>Whether the checksum of a frame, given whole, fits; null where it carries none, or none that can be checked without decoding.</summary>
    public virtual bool? HasValidChecksum(ReadOnlySpan<byte> frame) => null;

    /// <summary>Whether a frame of which only <paramref name="present"/> is there, less than its <paramref name="length"/>, may have lost nothing but stuffing.</summary>
    public virtual bool IsWholeWhenCut(ReadOnlySpan<byte> present, int length) => false;
}

/// <summary>One frame.</summary>
/// <param name="Length">From this header to the next, in bytes; at least 1.</param>
/// <param name="Kind">What must not change from frame to frame, in a form that compares.</param>
/// <param name="Samples">Of one channel, that it makes; 0 where the header does not say, or where it only adds to another frame.</param>
/// <param name="SampleRate">Hz; 0 where the header does not say.</param>
/// <param name="Channels">Count; 0 where the header does not say.</param>
internal readonly record struct Frame(int Length, int Kind, int Samples = 0, int SampleRate = 0, int Channels = 0);
