namespace AudioServer.Domain.Structure;

/// <summary>
/// Reads a file forward, no byte twice, through one small buffer. Walkers look ahead with <see cref="Peek"/>, step with <see cref="Advance"/>,
/// and pass over what they need not see: that is not read at all.
/// </summary>
internal sealed class ForwardReader(Stream content, CancellationToken cancellationToken)
{
    /// <summary>The most that can be looked at in one piece.</summary>
    public const int MaxPeek = 64 * 1024;

    private readonly byte[] _buffer = new byte[2 * MaxPeek];
    private int _start;
    private int _end;

    /// <summary>Of the next byte, from the start of the file; at most <see cref="Length"/>.</summary>
    public long Position { get; private set; }

    /// <summary>Bytes of the whole file.</summary>
    public long Length { get; } = content.Length;

    /// <summary>Bytes from here to the end.</summary>
    public long Left => Length - Position;

    /// <summary>The next <paramref name="count"/> bytes, fewer only at the end of the file. Valid until the next call.</summary>
    public ReadOnlySpan<byte> Peek(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, MaxPeek);
        if (_end - _start < count)
        {
            Fill(count);
        }

        return _buffer.AsSpan(_start, Math.Min(count, _end - _start));
    }

    /// <summary>Steps over <paramref name="count"/> bytes, at most to the end. What lies beyond the buffer is not read.</summary>
    public void Advance(long count)
    {
        count = Math.Clamp(count, 0, Left);
        Position += count;
        if (count <= _end - _start)
        {
            _start += (int)count;
        }
        else
        {
            _start = _end = 0;
        }
    }

    private void Fill(int count)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
        content.Position = Position + _end;
        var wanted = _buffer.AsSpan(_end);
        _end += content.ReadAtLeast(wanted, Math.Min(count - _end, wanted.Length), throwOnEndOfStream: false);
    }
}
