using Microsoft.Win32.SafeHandles;

namespace AudioServer.Infrastructure.Storage;

/// <summary>
/// Reads a file where it is asked. The bytes mostly lie in the system's cache, so that reading them takes less time than handing the work to another thread,
/// which is what a <see cref="FileStream"/> does for each asynchronous read.
/// </summary>
/// <param name="file">Closed with the stream.</param>
/// <param name="reading">Called before each read; null when nobody listens.</param>
internal sealed class BlobStream(SafeFileHandle file, Action? reading = null) : BlobReadStream
{
    public override long Length { get; } = RandomAccess.GetLength(file);

    public override int Read(Span<byte> buffer)
    {
        reading?.Invoke();
        var read = RandomAccess.Read(file, buffer, Position);
        Position += read;
        return read;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            return cancellationToken.IsCancellationRequested ? ValueTask.FromCanceled<int>(cancellationToken) : ValueTask.FromResult(Read(buffer.Span));
        }
        catch (IOException fault)
        {
            return ValueTask.FromException<int>(fault);
        }
    }

    protected override void Dispose(bool disposing)
    {
        file.Dispose();
        base.Dispose(disposing);
    }
}
