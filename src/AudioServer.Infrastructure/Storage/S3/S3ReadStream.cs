using System.Buffers;
using Amazon.S3.Model;
using Microsoft.Extensions.Logging;

namespace AudioServer.Infrastructure.Storage.S3;

/// <summary>
/// Reads an object where it is asked: one answer is read on until a seek goes elsewhere, and a connection that is cut is gone on with at the same byte of the same object.
/// Only asynchronous reads; one at a time.
/// </summary>
/// <param name="bucket">Where it lies.</param>
/// <param name="name">The object's.</param>
/// <param name="length">Bytes.</param>
/// <param name="tag">The object's ETag, quotes and all: bytes of another one are never mixed in.</param>
/// <param name="log">Hears of cuts.</param>
internal sealed class S3ReadStream(BlobBucket bucket, string name, long length, string tag, ILogger log) : BlobReadStream
{
    /// <summary>Reading on over so many bytes is sooner done than asking anew.</summary>
    private const int MostSkipped = 128 * 1024;
    private const int SkipSize = 16 * 1024;

    private GetObjectResponse? _answer;

    /// <summary>What the answer's next byte is of the object.</summary>
    private long _next;

    public override long Length => length;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.IsEmpty || Position >= length)
        {
            return 0;
        }

        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var read = await ReadOnceAsync(buffer, cancellationToken);
                Position += read;
                return read;
            }
            catch (Exception fault) when (S3Faults.IsOfTheStore(fault, cancellationToken))
            {
                Close(ref _answer);
                log.Log(attempt == 1 ? LogLevel.Warning : LogLevel.Error, fault, "Reading {Object} failed at byte {Position}", name, Position);
                if (attempt == 2)
                {
                    throw S3Faults.ToFailure(fault);
                }
            }
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("The network is waited for asynchronously only.");

    protected override void Dispose(bool disposing)
    {
        Close(ref _answer);
        base.Dispose(disposing);
    }

    private static void Close(ref GetObjectResponse? answer)
    {
        answer?.Dispose();
        answer = null;
    }

    private async Task<int> ReadOnceAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        if (_answer is null || Position < _next || Position - _next > MostSkipped)
        {
            await AskAsync(cancellationToken);
        }

        await SkipAsync(cancellationToken);
        return await ReceiveAsync(buffer[..(int)Math.Min(buffer.Length, length - Position)], cancellationToken);
    }

    private async Task AskAsync(CancellationToken cancellationToken)
    {
        Close(ref _answer);
        var request = new GetObjectRequest { BucketName = bucket.Name, Key = name, ByteRange = new ByteRange(Position, length - 1), EtagToMatch = tag };
        _answer = await bucket.AskAsync((client, token) => client.GetObjectAsync(request, token), BlobBucket.Limit, cancellationToken);
        _next = Position;
    }

    private async Task SkipAsync(CancellationToken cancellationToken)
    {
        if (_next == Position)
        {
            return;
        }

        var skipped = ArrayPool<byte>.Shared.Rent(SkipSize);
        try
        {
            while (_next < Position)
            {
                await ReceiveAsync(skipped.AsMemory(0, (int)Math.Min(skipped.Length, Position - _next)), cancellationToken);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(skipped);
        }
    }

    private async Task<int> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        using var patience = new Patience(BlobBucket.Limit, cancellationToken);
        var read = await _answer!.ResponseStream.ReadAsync(buffer, patience.Token);
        _next += read > 0 ? read : throw new EndOfStreamException($"The answer ended {length - _next} bytes early.");
        return read;
    }
}
