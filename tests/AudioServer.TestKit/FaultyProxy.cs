using System.Net;
using System.Net.Sockets;
using System.Text;

namespace AudioServer.TestKit;

/// <summary>Passes bytes to a server on this machine and back, and fails in the ways that networks and servers do, when it is told to.</summary>
public sealed class FaultyProxy : IAsyncDisposable
{
    private const int PieceSize = 16 * 1024;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly Uri _server;
    private readonly Task _accepting;
    private readonly Lock _lock = new();
    private TaskCompletionSource _open = Opened();
    private bool _isDown;
    private long _downAfter = long.MaxValue;
    private long _cutAfter = long.MaxValue;
    private long _calledAfter = long.MaxValue;
    private Action _called = () => { };
    private Func<string, bool>? _lost;
    private TimeSpan _pace;
    private int _accepted;
    private int _forgotten;

    public FaultyProxy(Uri server)
    {
        _server = server;
        _listener.Start();
        Address = new Uri($"http://{_listener.LocalEndpoint}");
        _accepting = AcceptAsync();
    }

    public Uri Address { get; }

    /// <summary>Pieces that clients have sent: of a request without a body, one.</summary>
    public int Asked { get; private set; }

    /// <summary>After so many more bytes of answers one connection is cut, once.</summary>
    public void CutAnswerAfter(long bytes) => Set(() => _cutAfter = bytes);

    /// <summary>One answer is lost, though the server has given it: the next to a request whose first line is such.</summary>
    public void LoseAnswerTo(Func<string, bool> request) => Set(() => _lost = request);

    /// <summary>After so many more bytes of requests every connection is cut, and no other passes anything. 0: at once.</summary>
    public void GoDownAfter(long bytes) => Set(() => (_downAfter, _isDown) = (bytes, bytes == 0));

    /// <summary>Calls when so many more bytes have passed, of requests and answers.</summary>
    public void WhenPassed(long bytes, Action call) => Set(() => (_calledAfter, _called) = (bytes, call));

    /// <summary>Each connection passes no more than so many bytes a second, in each direction.</summary>
    public void Slow(int bytesPerSecond) => Set(() => _pace = TimeSpan.FromSeconds((double)PieceSize / bytesPerSecond));

    /// <summary>Connections are taken, and nothing passes.</summary>
    public void Hang() => Set(() => _open = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));

    /// <summary>What is connected now passes nothing any more, and is not told; whoever connects anew is served. As a router does that was restarted.</summary>
    public void ForgetConnections() => Set(() => _forgotten = _accepted);

    /// <summary>All is well again.</summary>
    public void Recover() => Set(() =>
    {
        (_isDown, _downAfter, _cutAfter) = (false, long.MaxValue, long.MaxValue);
        _open.TrySetResult();
    });

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Dispose();
        await Task.WhenAny(_accepting);
        _end.Dispose();
    }

    private static TaskCompletionSource Opened()
    {
        var source = new TaskCompletionSource();
        source.SetResult();
        return source;
    }

    private void Set(Action change)
    {
        lock (_lock)
        {
            change();
        }
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            var client = await _listener.AcceptSocketAsync(_end.Token);
            _ = PassAsync(client);
        }
    }

    private async Task PassAsync(Socket client)
    {
        using var server = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        var number = Interlocked.Increment(ref _accepted);
        using (client)
        {
            try
            {
                await server.ConnectAsync(IPAddress.Loopback, _server.Port, _end.Token);
                var request = "";
                await await Task.WhenAny(
                    PumpAsync(number, client, server, piece =>
                    {
                        request = FirstLine(piece.Span) ?? request;
                        return MayPass(piece.Length);
                    }),
                    PumpAsync(number, server, client, piece => MayReturn(piece, request)));
            }
            catch (Exception fault) when (fault is SocketException or OperationCanceledException or ObjectDisposedException)
            {
                // A connection has ended; so does the other.
            }
        }
    }

    private async Task PumpAsync(int number, Socket from, Socket to, Func<ReadOnlyMemory<byte>, bool> mayPass)
    {
        var buffer = new byte[PieceSize];
        for (int read; (read = await from.ReceiveAsync(buffer, _end.Token)) > 0;)
        {
            await _open.Task.WaitAsync(_end.Token);
            if (number <= _forgotten)
            {
                await Task.Delay(Timeout.Infinite, _end.Token);
            }

            await Task.Delay(_pace, _end.Token);
            Count(read);
            if (!mayPass(buffer.AsMemory(0, read)))
            {
                return;
            }

            await to.SendAsync(buffer.AsMemory(0, read), _end.Token);
        }
    }

    private void Count(int bytes)
    {
        var isDue = false;
        lock (_lock)
        {
            _calledAfter -= _calledAfter == long.MaxValue ? 0 : bytes;
            if (_calledAfter < 0)
            {
                (_calledAfter, isDue) = (long.MaxValue, true);
            }
        }

        if (isDue)
        {
            _called();
        }
    }

    private bool MayPass(int bytes)
    {
        lock (_lock)
        {
            Asked++;
            _downAfter -= _downAfter == long.MaxValue ? 0 : bytes;
            _isDown |= _downAfter < 0;
            return !_isDown;
        }
    }

    private bool MayReturn(ReadOnlyMemory<byte> piece, string request)
    {
        lock (_lock)
        {
            if (_lost?.Invoke(request) == true && !piece.Span.StartsWith("HTTP/1.1 100"u8))
            {
                _lost = null;
                return false;
            }

            _cutAfter -= _cutAfter == long.MaxValue ? 0 : piece.Length;
            if (_cutAfter >= 0)
            {
                return !_isDown;
            }

            _cutAfter = long.MaxValue;
            return false;
        }
    }

    /// <summary>Null for a piece in the middle of a request.</summary>
    private static string? FirstLine(ReadOnlySpan<byte> piece) =>
        piece.IndexOf("\r\n"u8) is > 0 and var end && piece[..end].EndsWith(" HTTP/1.1"u8) ? Encoding.ASCII.GetString(piece[..end]) : null;
}
