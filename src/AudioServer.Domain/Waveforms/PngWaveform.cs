using System.Buffers.Binary;
using System.IO.Compression;
using AudioServer.Domain.Checksums;

namespace AudioServer.Domain.Waveforms;

/// <summary>A picture of a waveform: PNG (ISO/IEC 15948) of one bit a pixel, a palette of nothing and one colour.</summary>
internal static class PngWaveform
{
    private const byte BitDepth = 1;
    private const byte Palette = 3;

    public static async Task WriteAsync(WaveformPoints points, Stream output, CancellationToken cancellationToken)
    {
        var picture = await WaveformPicture.DrawAsync(points, cancellationToken);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, picture.Width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), picture.Height);
        (header[8], header[9]) = (BitDepth, Palette);
        await output.WriteAsync((byte[])[0x89, .. "PNG\r\n\u001a\n"u8], cancellationToken);
        await WriteChunkAsync("IHDR"u8.ToArray(), header);
        await WriteChunkAsync("PLTE"u8.ToArray(), [255, 255, 255, 0x2F, 0x6F, 0x9F]);
        await WriteChunkAsync("tRNS"u8.ToArray(), [0]);
        await WriteChunkAsync("IDAT"u8.ToArray(), Compress(picture));
        await WriteChunkAsync("IEND"u8.ToArray(), []);

        async Task WriteChunkAsync(byte[] type, byte[] data)
        {
            byte[] typed = [.. type, .. data];
            var (length, crc) = (new byte[4], new byte[4]);
            BinaryPrimitives.WriteInt32BigEndian(length, data.Length);
            BinaryPrimitives.WriteUInt32BigEndian(crc, Crc32.Finish(Crc32.Append(Crc32.Start, typed)));
            await output.WriteAsync(length, cancellationToken);
            await output.WriteAsync(typed, cancellationToken);
            await output.WriteAsync(crc, cancellationToken);
        }
    }

    /// <summary>At most 8 MB before, so held whole: a chunk has its length in front.</summary>
    private static byte[] Compress(WaveformPicture picture)
    {
        using var compressed = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, CompressionLevel.Fastest, leaveOpen: true))
        {
            // The first byte of a row names its filter: none.
            var row = new byte[1 + ((picture.Width + 7) / 8)];
            for (var y = 0; y < picture.Height; y++)
            {
                Draw(picture, y, row.AsSpan(1));
                zlib.Write(row);
            }
        }

        return compressed.ToArray();
    }

    private static void Draw(WaveformPicture picture, int y, Span<byte> row)
    {
        row.Clear();
        var lane = y / WaveformPicture.LaneHeight;
        for (var x = 0; x < picture.Width; x++)
        {
            var (top, bottom) = picture.Inked(lane, x);
            if (y >= top && y < bottom)
            {
                row[x / 8] |= (byte)(0x80 >> (x % 8));
            }
        }
    }
}
