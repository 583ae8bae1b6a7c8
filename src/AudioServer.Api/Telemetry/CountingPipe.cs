using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Connections;

namespace AudioServer.Api.Telemetry;

/// <summary>A connection whose bytes are counted as they go by, and touched no more than that.</summary>
internal sealed class CountingPipe(IDuplexPipe connection) : IDuplexPipe
{
    public PipeReader Input { get; } = new Reader(connection.Input);

    public PipeWriter Output { get; } = new Writer(connection.Output);

    /// <summary>The step that puts it between the socket and the server.</summary>
    public static ConnectionDelegate Count(ConnectionDelegate next) => context =>
    {
        context.Transport = new CountingPipe(context.Transport);
        return next(context);
    };

    private sealed class Reader(PipeReader inner) : PipeReader
    {
        private ReadOnlySequence<byte> _buffer;

        // The state of a read that waits is pooled: there is one for each few kilobytes.
        [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
        public override async ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default) => Hold(await inner.ReadAsync(cancellationToken));

        public override bool TryRead(out ReadResult result)
        {
            var isRead = inner.TryRead(out result);
            Hold(result);
            return isRead;
        }

        public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

        public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
        {
            // Counted before they are given back, after which they may be anybody's.
            ApiTelemetry.CountReceived(_buffer.Slice(0, consumed).Length);
            _buffer = default;
            inner.AdvanceTo(consumed, examined);
        }

        public override void CancelPendingRead() => inner.CancelPendingRead();

        public override void Complete(Exception? exception = null) => inner.Complete(exception);

        public override ValueTask CompleteAsync(Exception? exception = null) => inner.CompleteAsync(exception);

        private ReadResult Hold(ReadResult result)
        {
            _buffer = result.Buffer;
            return result;
        }
    }

    private sealed class Writer(PipeWriter inner) : PipeWriter
    {
        public override bool CanGetUnflushedBytes => inner.CanGetUnflushedBytes;

        public override long UnflushedBytes => inner.UnflushedBytes;

        public override void Advance(int bytes)
        {
            ApiTelemetry.CountSent(bytes);
            inner.Advance(bytes);
        }

        public override Memory<byte> GetMemory(int sizeHint = 0) => inner.GetMemory(sizeHint);

        public override Span<byte> GetSpan(int sizeHint = 0) => inner.GetSpan(sizeHint);

        public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) => inner.FlushAsync(cancellationToken);

        public override ValueTask<FlushResult> WriteAsync(ReadOnlyMemory<byte> source, CancellationToken cancellationToken = default)
        {
            ApiTelemetry.CountSent(source.Length);
            return inner.WriteAsync(source, cancellationToken);
        }

        public override void CancelPendingFlush() => inner.CancelPendingFlush();

        public override void Complete(Exception? exception = null) => inner.Complete(exception);

        public override ValueTask CompleteAsync(Exception? exception = null) => inner.CompleteAsync(exception);
    }
}
