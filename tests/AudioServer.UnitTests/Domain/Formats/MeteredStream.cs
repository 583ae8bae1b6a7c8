namespace AudioServer.UnitTests.Domain.Formats;

/// <summary>A file of any size that holds <paramref name="head"/> and then one byte over and over; it fails a reader that asks for too much.</summary>
internal sealed class MeteredStream(byte[] head, long length, byte fill = 0) : Stream
{
    private const int Limit = 256 * 1024;

    public MeteredStream(byte[] content)
        : this(content, content.Length)
    {
    }

    public int BytesRead { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position { get; set; }

    public override int Read(Span<byte> buffer)
    {
        var count = (int)Math.Clamp(length - Position, 0, buffer.Length);
        buffer[..count].Fill(fill);
        if (Position < head.Length)
        {
            var known = (int)Math.Min(count, head.Length - Position);
            head.AsSpan((int)Position, known).CopyTo(buffer);
        }

        Position += count;
        BytesRead += count;
        return BytesRead <= Limit ? count : throw new InvalidOperationException($"More than {Limit} bytes read.");
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void Flush() => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
