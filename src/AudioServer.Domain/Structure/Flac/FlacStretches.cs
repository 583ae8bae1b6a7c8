using AudioServer.Domain.Checksums;

namespace AudioServer.Domain.Structure.Flac;

/// <summary>
/// Cuts a stream into stretches: from one frame's header to the next that can be believed, or to the end of the file. A sound stretch is one frame.
/// A frame tells neither its length nor where it ends, so a sync code with a sound header behind it is believed when the bytes before it make a
/// whole frame by their checksum, or, behind a damaged frame, when it carries on the stream.
/// </summary>
internal sealed class FlacStretches(ForwardReader reader, FlacStreamInfo? info)
{
    // Of a stretch longer than one look, this much is remembered: more than the longest frames that are in use.
    private const int MostKept = 1024 * 1024;

    private byte[] _kept = [];
    private int _keptLength;
    private int _ahead;
    private uint _checksum;

    /// <summary>Where the stretch begins, in the file.</summary>
    public long Start { get; private set; }

    /// <summary>Bytes of the whole stretch.</summary>
    public long Length => reader.Position + _ahead - Start;

    /// <summary>Its first bytes, all of them unless it is very long. Valid until the next stretch.</summary>
    public ReadOnlySpan<byte> Bytes => _keptLength == 0 ? reader.Peek(_ahead) : _kept.AsSpan(0, _keptLength);

    /// <summary>Whether the stretch is a whole frame, by the checksum at its end.</summary>
    public bool IsSound => _checksum == 0;

    /// <summary>Goes over the next stretch.</summary>
    /// <param name="current">The header that it begins with; null where it begins with no frame.</param>
    /// <returns>The header behind it; null where the file ends there.</returns>
    public FlacFrameHeader? Next(FlacFrameHeader? current)
    {
        reader.Advance(_ahead);
        (Start, _checksum, _keptLength, _ahead) = (reader.Position, 0, 0, 0);
        var from = current?.Length ?? 0;
        while (true)
        {
            var window = reader.Peek(ForwardReader.MaxPeek);
            var isLast = window.Length < ForwardReader.MaxPeek || window.Length == reader.Left;
            var end = isLast ? window.Length : window.Length - FlacFrameHeader.MaxLength;
            if (Search(window, from, end, current) is { } next)
            {
                Keep(window[.._ahead]);
                return next;
            }

            if (isLast)
            {
                _ahead = end;
                Keep(window[.._ahead]);
                return null;
            }

            if (_keptLength == 0)
            {
                _kept = _kept.Length == 0 ? new byte[2 * ForwardReader.MaxPeek] : _kept;
                _keptLength = Copy(window[..end], 0);
            }
            else
            {
                Keep(window[..end]);
            }

            reader.Advance(end);
            from = 0;
        }
    }

    /// <summary>Looks for the next header up to <paramref name="end"/>, and sums up what stands before it.</summary>
    private FlacFrameHeader? Search(ReadOnlySpan<byte> window, int from, int end, FlacFrameHeader? current)
    {
        for (var summed = 0; ;)
        {
            var at = Math.Min(from + FlacFrameHeader.IndexOfSync(window[from..]), end);
            _checksum = MsbFirstCrc.Crc16.Append(_checksum, window[summed..at]);
            if (at == end)
            {
                return null;
            }

            if (FlacFrameHeader.Parse(window[at..], info) is { } next && IsBelievable(next, current, reader.Position + at - Start))
            {
                _ahead = at;
                return next;
            }

            (summed, from) = (at, at + 1);
        }
    }

    private bool IsBelievable(FlacFrameHeader next, FlacFrameHeader? current, long length)
    {
        if (current is not { } frame)
        {
            // Right where frames must begin any header will do; behind garbage it must be of this stream.
            return length == 0 || info is null || next.HasFormatOf(info);
        }

        return IsSound
            || (next.CountsSamples == frame.CountsSamples && next.Follows(frame))
            || (next.HasFormatOf(frame) && (next.Number >= frame.NextNumber || length > frame.PlausibleSize));
    }

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        if (_keptLength > 0)
        {
            _keptLength = Copy(bytes, _keptLength);
        }
    }

    private int Copy(ReadOnlySpan<byte> bytes, int at)
    {
        var count = Math.Min(bytes.Length, MostKept - at);
        if (at + count > _kept.Length)
        {
            Array.Resize(ref _kept, Math.Min(2 * _kept.Length, MostKept));
        }

        bytes[..count].CopyTo(_kept.AsSpan(at));
        return at + count;
    }
}
