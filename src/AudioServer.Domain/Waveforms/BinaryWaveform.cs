using System.Buffers.Binary;

namespace AudioServer.Domain.Waveforms;

/// <summary>audiowaveform's binary form (its doc/DataFormat.md): version 1 for one channel, version 2, whose header tells their number, for several, as audiowaveform itself writes it.</summary>
internal static class BinaryWaveform
{
    private const int HeaderSize = 24;
    private const int HeaderSizeOfVersion1 = 20;
    private const uint EightBits = 1;

    public static async Task WriteAsync(WaveformPoints points, Stream output, CancellationToken cancellationToken)
    {
        await output.WriteAsync(Header(points), cancellationToken);
        var bytes = Array.Empty<byte>();
        await foreach (var block in points.BlocksAsync(cancellationToken))
        {
            if (bytes.Length < block.Length * sizeof(short))
            {
                bytes = new byte[block.Length * sizeof(short)];
            }

            await output.WriteAsync(bytes.AsMemory(0, Format(block.Span, points.Bits, bytes)), cancellationToken);
        }
    }

    private static byte[] Header(WaveformPoints points)
    {
        var header = new byte[HeaderSize];
        BinaryPrimitives.WriteInt32LittleEndian(header, points.Channels == 1 ? 1 : 2);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(4), points.Bits == 8 ? EightBits : 0);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(8), points.SampleRate);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(12), points.SamplesPerPixel);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(16), (uint)points.Length);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(20), points.Channels);
        return points.Channels == 1 ? header[..HeaderSizeOfVersion1] : header;
    }

    private static int Format(ReadOnlySpan<short> values, int bits, Span<byte> bytes)
    {
        var size = bits / 8;
        for (var index = 0; index < values.Length; index++)
        {
            if (size == 1)
            {
                bytes[index] = (byte)values[index];
            }
            else
            {
                BinaryPrimitives.WriteInt16LittleEndian(bytes[(size * index)..], values[index]);
            }
        }

        return values.Length * size;
    }
}
