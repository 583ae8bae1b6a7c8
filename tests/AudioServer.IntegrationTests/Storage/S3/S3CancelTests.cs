using System.Net;
using System.Net.Sockets;
using System.Text;
using AudioServer.Infrastructure.Storage.S3;

namespace AudioServer.IntegrationTests.Storage.S3;

/// <summary>Who does not wait for an answer takes none away from who asks next.</summary>
public sealed class S3CancelTests : IDisposable
{
    private readonly StagingArea _area = new();

    public void Dispose() => _area.Dispose();

    [Theory]
    [InlineData("200 OK", "<ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>")]
    [InlineData("403 Forbidden", "<Error><Code>AccessDenied</Code></Error>")]
    public async Task An_answer_cancelled_in_its_middle_leaves_the_next_one_alone(string status, string body)
    {
        using var end = new CancellationTokenSource();
        await using var server = new HaltingStore(status, body, end.Cancel);
        using var bucket = new BlobBucket(Microsoft.Extensions.Options.Options.Create(
            new S3Options { ServiceUrl = server.Address, Bucket = "test", AccessKey = "key", SecretKey = "secret", ForcePathStyle = true }));
        var blobs = new S3BlobStore(bucket, _area.Staging, new KeptLog<S3BlobStore>());

        var list = blobs.ListAsync(end.Token).ToListAsync().AsTask();
        await server.Halted.WaitAsync(TimeSpan.FromSeconds(20));

        (await blobs.FindMarkAsync(CancellationToken.None)).Should().Be(HaltingStore.Mark);
        await list.Awaiting(ended => ended).Should().ThrowAsync<OperationCanceledException>();
    }

    /// <summary>Sends a list in the pieces in which a slow network brings it, and has it cancelled after the first of them; any object it sends at once.</summary>
    private sealed class HaltingStore : IAsyncDisposable
    {
        public const string Mark = "mark";

        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly CancellationTokenSource _end = new();
        private readonly TaskCompletionSource _halted = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly string[] _list;
        private readonly Action _cancel;
        private readonly Task _accepting;

        public HaltingStore(string status, string body, Action cancel)
        {
            _list = [$"HTTP/1.1 {status}\r\nTransfer-Encoding: chunked\r\n\r\n{body.Length:x}\r\n{body}", "\r\n", "0\r\n\r\n"];
            _cancel = cancel;
            _listener.Start();
            Address = new Uri($"http://{_listener.LocalEndpoint}");
            _accepting = AcceptAsync();
        }

        public Uri Address { get; }

        /// <summary>The list is cancelled, and all of it sent.</summary>
        public Task Halted => _halted.Task;

        public async ValueTask DisposeAsync()
        {
            await _end.CancelAsync();
            _listener.Dispose();
            await Task.WhenAny(_accepting);
            _end.Dispose();
        }

        private async Task AcceptAsync()
        {
            while (true)
            {
                _ = AnswerAsync(await _listener.AcceptTcpClientAsync(_end.Token));
            }
        }

        private async Task AnswerAsync(TcpClient client)
        {
            using (client)
            {
                client.NoDelay = true;
                using var requests = new StreamReader(client.GetStream());
                try
                {
                    while (await requests.ReadLineAsync(_end.Token) is { } first)
                    {
                        while (await requests.ReadLineAsync(_end.Token) is { Length: > 0 })
                        {
                        }

                        await (first.Contains("list-type=2", StringComparison.Ordinal) ? HaltAsync(client.Client) : SendAsync(client.Client, $"HTTP/1.1 200 OK\r\nContent-Length: {Mark.Length}\r\n\r\n{Mark}"));
                    }
                }
                catch (Exception fault) when (fault is IOException or SocketException or OperationCanceledException)
                {
                    // The client is gone, or the test is over.
                }
            }
        }

        private async Task HaltAsync(Socket client)
        {
            try
            {
                foreach (var piece in _list)
                {
                    await SendAsync(client, piece);
                    await Task.Delay(TimeSpan.FromMilliseconds(200), _end.Token);
                    _cancel();
                }
            }
            finally
            {
                _halted.TrySetResult();
            }
        }

        private async Task SendAsync(Socket client, string piece) => await client.SendAsync(Encoding.ASCII.GetBytes(piece), _end.Token);
    }
}
