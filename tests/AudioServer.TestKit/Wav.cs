using System.Buffers.Binary;
using System.Net;

namespace AudioServer.TestKit;

/// <summary>WAV files made of noise, each unlike every other: a header, and samples from a seeded generator, never held whole.</summary>
/// <param name="size">Bytes, header included; even.</param>
/// <param name="seed">Chooses the noise.</param>
public sealed class Wav(long size, int seed)
{
    private const int HeaderSize = 44;
    private const int Chunk = 64 * 1024;

    public long Size => size;

    /// <summary>The whole file, for small ones.</summary>
    public byte[] ToArray()
    {
        using var whole = new MemoryStream((int)size);
        foreach (var piece in Pieces())
        {
            whole.Write(piece.Span);
        }

        return whole.ToArray();
    }

    /// <summary>A request body that makes the bytes while they are sent, chunked.</summary>
    public HttpContent ToContent() => new Body(this);

    /// <summary>The file in pieces; each is good until the next is asked for.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> Pieces()
    {
        var noise = new Random(seed);
        yield return Header();
        var buffer = new byte[Chunk];
        for (var left = size - HeaderSize; left > 0;)
        {
            var piece = buffer.AsMemory(0, (int)Math.Min(left, Chunk));
            noise.NextBytes(piece.Span);
            yield return piece;
            left -= piece.Length;
        }
    }

    /// <summary>PCM, stereo, 44.1 kHz, 16 bit.</summary>
    private byte[] Header()
    {
        var header = new byte[HeaderSize];
        "RIFF\0\0\0\0WAVEfmt "u8.CopyTo(header);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(4), (uint)(size - 8));
        ReadOnlySpan<byte> format = [16, 0, 0, 0, 1, 0, 2, 0, 0x44, 0xAC, 0, 0, 0x10, 0xB1, 2, 0, 4, 0, 16, 0];
        format.CopyTo(header.AsSpan(16));
        "data"u8.CopyTo(header.AsSpan(36));
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(40), (uint)(size - HeaderSize));
        return header;
    }

    private sealed class Body(Wav wav) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            foreach (var piece in wav.Pieces())
            {
                await stream.WriteAsync(piece);
            }
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
