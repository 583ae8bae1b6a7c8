using System.Text;

namespace AudioServer.Infrastructure.Processes;

/// <summary>Keeps the first and the last half of a bound of bytes, however many come: the first complaint of a tool and its last word.</summary>
internal sealed class HeadAndTail(int bound)
{
    private readonly byte[] _head = new byte[bound / 2];
    private readonly byte[] _tail = new byte[bound - (bound / 2)];
    private int _headLength;
    private long _tailWritten;

    public void Write(ReadOnlySpan<byte> bytes)
    {
        var first = Math.Min(bytes.Length, _head.Length - _headLength);
        bytes[..first].CopyTo(_head.AsSpan(_headLength));
        _headLength += first;
        foreach (var value in bytes[first..])
        {
            _tail[(int)(_tailWritten++ % _tail.Length)] = value;
        }
    }

    /// <summary>The text as UTF-8, a line of three dots where something is left out.</summary>
    public override string ToString()
    {
        var head = _head.AsSpan(0, _headLength);
        if (_tailWritten <= _tail.Length)
        {
            return Encoding.UTF8.GetString([.. head, .. _tail.AsSpan(0, (int)_tailWritten)]);
        }

        var oldest = (int)(_tailWritten % _tail.Length);
        return $"{Encoding.UTF8.GetString(head)}\n...\n{Encoding.UTF8.GetString([.. _tail[oldest..], .. _tail[..oldest]])}";
    }
}
