using System.Buffers;
using AudioServer.Domain.Formats.Frames;

namespace AudioServer.Domain.Structure.Frames;

/// <summary>Finds where frames go on. A sync word alone proves nothing, so a frame counts only where others follow it, or the end of the audio does.</summary>
internal sealed class FrameSync(FrameFormat format)
{
    /// <summary>The longest header that a format must see.</summary>
    public const int HeaderLength = 12;

    // Frames that must follow the one in question.
    private const int Following = 2;

    // Behind every place that is looked at there must be room for a frame and those that follow it.
    private const int Room = ForwardReader.MaxPeek / 2;

    private readonly SearchValues<byte> _beginnings = SearchValues.Create([.. TagBlocks.FirstBytes, .. format.SyncByte is { } sync ? [sync] : Array.Empty<byte>()]);

    /// <summary>The frame at the beginning of <paramref name="window"/>, if it stands there beyond doubt.</summary>
    /// <param name="window">From here on, as much as can be seen.</param>
    /// <param name="left">Bytes from here to the end of the file.</param>
    public Frame? Confirm(ReadOnlySpan<byte> window, long left)
    {
        if (format.Parse(window) is not { } first)
        {
            return null;
        }

        var offset = first.Length;
        for (var following = 0; following < Following; following++)
        {
            if (offset > left)
            {
                return following > 0 ? first : null;
            }

            if (offset == left || (offset < window.Length && TagBlocks.Begins(window[offset..], left - offset)))
            {
                return first;
            }

            if (offset >= window.Length)
            {
                return null;
            }

            if (format.Parse(window[offset..]) is not { } next || next.Kind != first.Kind)
            {
                // A header that the file cuts begins at least as the first one does.
                return left - offset < HeaderLength && window[offset] == window[0] ? first : null;
            }

            offset += next.Length;
        }

        return first;
    }

    /// <summary>Passes over at least one byte, up to the next frame, tag or the end of the file.</summary>
    /// <returns>Whether all of them were zero.</returns>
    public bool Skip(ForwardReader reader)
    {
        var areZero = true;
        var first = 1;
        while (reader.Left > 0)
        {
            var window = reader.Peek((int)Math.Min(ForwardReader.MaxPeek, reader.Left));
            var places = window.Length == reader.Left ? window.Length : window.Length - Room;
            var found = Find(window, first, places, reader.Left);
            areZero &= window[..found].IndexOfAnyExcept((byte)0) < 0;
            reader.Advance(found);
            if (found < places)
            {
                break;
            }

            first = 0;
        }

        return areZero;
    }

    /// <summary>The first place, from <paramref name="start"/> on, where a frame or a tag begins; <paramref name="end"/> where there is none before.</summary>
    private int Find(ReadOnlySpan<byte> window, int start, int end, long left)
    {
        for (var offset = start; offset < end; offset++)
        {
            var ahead = window[offset..end].IndexOfAny(_beginnings);
            if (ahead < 0)
            {
                break;
            }

            offset += ahead;
            if (Begins(window[offset..], left - offset))
            {
                return offset;
            }
        }

        return end;
    }

    private bool Begins(ReadOnlySpan<byte> bytes, long left) => TagBlocks.Begins(bytes, left) || Confirm(bytes, left) is not null;
}
