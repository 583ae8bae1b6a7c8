using System.Buffers.Text;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace AudioServer.Benchmarks.Load;

/// <summary>
/// One keep-alive connection that blocks its thread and costs little, so that a rate is the server's and not the client's: requests are bytes made beforehand,
/// answers are checked as they come and not kept.
/// </summary>
internal sealed class Connection : IDisposable
{
    private const int BufferSize = 256 * 1024;

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _buffer = new byte[BufferSize];
    private int _start;
    private int _end;

    public Connection(int port) => _socket.Connect(IPAddress.Loopback, port);

    private ReadOnlySpan<byte> Unread => _buffer.AsSpan(_start, _end - _start);

    public static byte[] Head(string method, string path, long? length = null, string? more = null) =>
        Encoding.ASCII.GetBytes($"{method} {path} HTTP/1.1\r\nHost: localhost\r\n{(length is null ? "" : $"Content-Length: {length}\r\n")}{more}\r\n");

    /// <summary>Sends a request and reads its answer to the end.</summary>
    /// <param name="head">Up to and with the empty line.</param>
    /// <param name="body">May be empty.</param>
    /// <param name="expected">What the answer must be.</param>
    /// <exception cref="InvalidOperationException">It is another.</exception>
    public void Exchange(ReadOnlySpan<byte> head, ReadOnlySpan<byte> body, in Expected expected)
    {
        Send(head);
        Send(body);
        var statusLine = Encoding.ASCII.GetString(Line());
        if (!statusLine.StartsWith(string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 {expected.Status} "), StringComparison.Ordinal))
        {
            throw new InvalidOperationException($"Answered {statusLine}, not {expected.Status}.");
        }

        var (length, isChunked) = ReadHeaders();
        var check = new Check(expected);
        if (!isChunked)
        {
            ReadBody(length, ref check);
        }
        else
        {
            while (ChunkSize(Line()) is > 0 and var size)
            {
                ReadBody(size, ref check);
                Line();
            }

            Line();
        }

        check.Complete();
    }

    public void Dispose() => _socket.Dispose();

    private static long ChunkSize(ReadOnlySpan<byte> line) =>
        Utf8Parser.TryParse(line, out long size, out _, 'x') ? size : throw new InvalidOperationException("A chunk without a size.");

    private void Send(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            bytes = bytes[_socket.Send(bytes)..];
        }
    }

    private (long Length, bool IsChunked) ReadHeaders()
    {
        var (length, isChunked) = (0L, false);
        for (var line = Line(); !line.IsEmpty; line = Line())
        {
            if (Value(line, "Content-Length:"u8) is { IsEmpty: false } digits)
            {
                length = long.Parse(digits, CultureInfo.InvariantCulture);
            }
            else if (!Value(line, "Transfer-Encoding:"u8).IsEmpty)
            {
                isChunked = true;
            }
        }

        return (length, isChunked);
    }

    private static ReadOnlySpan<byte> Value(ReadOnlySpan<byte> line, ReadOnlySpan<byte> name) =>
        line.Length > name.Length && Ascii.EqualsIgnoreCase(line[..name.Length], name) ? line[name.Length..].Trim((byte)' ') : default;

    private void ReadBody(long left, ref Check check)
    {
        while (left > 0)
        {
            if (_start == _end)
            {
                Receive();
            }

            var piece = Unread[..(int)Math.Min(left, _end - _start)];
            check.Take(piece);
            _start += piece.Length;
            left -= piece.Length;
        }
    }

    /// <summary>The next line without its end; good until the next is asked for.</summary>
    private ReadOnlySpan<byte> Line()
    {
        int end;
        while ((end = Unread.IndexOf("\r\n"u8)) < 0)
        {
            Receive();
        }

        var line = Unread[..end];
        _start += end + 2;
        return line;
    }

    private void Receive()
    {
        if (_start > 0)
        {
            Unread.CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        var read = _socket.Receive(_buffer.AsSpan(_end));
        _end += read > 0 ? read : throw new InvalidOperationException("The server closed the connection in the middle of an answer.");
    }

    private ref struct Check(Expected expected)
    {
        private readonly Expected _expected = expected;
        private int _taken;
        private bool _holds = !expected.IsWhole && expected.Body.IsEmpty;

        public void Take(ReadOnlySpan<byte> piece)
        {
            if (!_expected.IsWhole)
            {
                _holds |= piece.IndexOf(_expected.Body) >= 0;
            }
            else if (!_expected.Body[Math.Min(_taken, _expected.Body.Length)..].StartsWith(piece))
            {
                throw new InvalidOperationException($"Other bytes than expected within {piece.Length} from {_taken}.");
            }

            _taken += piece.Length;
        }

        public readonly void Complete()
        {
            if (_expected.IsWhole ? _taken != _expected.Body.Length : !_holds)
            {
                throw new InvalidOperationException($"The answer of {_taken} bytes is not what was expected.");
            }
        }
    }
}

/// <summary>What an answer must be.</summary>
internal readonly ref struct Expected
{
    private Expected(int status, ReadOnlySpan<byte> body, bool isWhole)
    {
        Status = status;
        Body = body;
        IsWhole = isWhole;
    }

    public int Status { get; }

    public ReadOnlySpan<byte> Body { get; }

    /// <summary>True: the body is these bytes; false: it holds them.</summary>
    public bool IsWhole { get; }

    public static Expected Exactly(int status, ReadOnlySpan<byte> body) => new(status, body, isWhole: true);

    public static Expected Holding(int status, ReadOnlySpan<byte> part) => new(status, part, isWhole: false);
}
