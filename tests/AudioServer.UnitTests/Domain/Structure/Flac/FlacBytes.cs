using AudioServer.Domain.Structure.Flac;

namespace AudioServer.UnitTests.Domain.Structure.Flac;

/// <summary>Takes FLAC apart and makes it, with checksums reckoned bit by bit.</summary>
internal static class FlacBytes
{
    /// <summary>Where each frame begins, and behind the last where it ends: the file's end.</summary>
    public static List<int> FrameStarts(byte[] file)
    {
        var starts = new List<int>();
        for (var at = 0; at < file.Length; at++)
        {
            if (FlacFrameHeader.Parse(file.AsSpan(at), null) is { } header && header.Number == starts.Count)
            {
                starts.Add(at);
            }
        }

        return [.. starts, file.Length];
    }

    /// <summary>A stream of 16 bit without compression.</summary>
    public static byte[] Stream(long totalSamples, params byte[][] frames)
    {
        byte[] info =
        [
            0x10, 0, 0x10, 0, 0, 0, 0, 0, 0, 0,
            0x0A, 0xC4, 0x42, (byte)(0xF0 | (byte)(totalSamples >> 32)), (byte)(totalSamples >> 24), (byte)(totalSamples >> 16), (byte)(totalSamples >> 8), (byte)totalSamples,
            .. new byte[16],
        ];
        return [.. "fLaC"u8, 0x80, 0, 0, 34, .. info, .. frames.SelectMany(frame => frame)];
    }

    /// <summary>A frame of 16 bit without compression: noise.</summary>
    /// <param name="number">Below 128.</param>
    /// <param name="blockSize">Samples of one channel.</param>
    /// <param name="channels">1 to 8.</param>
    /// <param name="rateCode">9 for 44.1 kHz, 10 for 48.</param>
    public static byte[] Frame(int number, int blockSize = 4096, int channels = 2, int rateCode = 9)
    {
        byte[] header = [0xFF, 0xF8, (byte)(0x70 | rateCode), (byte)(((channels - 1) << 4) | 8), (byte)number, (byte)((blockSize - 1) >> 8), (byte)(blockSize - 1)];
        var frame = new List<byte>([.. header, (byte)Crc(header, 0x07, 8)]);
        var random = new Random(number);
        for (var channel = 0; channel < channels; channel++)
        {
            var samples = new byte[2 * blockSize];
            random.NextBytes(samples);
            frame.AddRange([2, .. samples]);
        }

        return Sealed([.. frame]);
    }

    private static byte[] Sealed(byte[] frame)
    {
        var crc = Crc(frame, 0x8005, 16);
        return [.. frame, (byte)(crc >> 8), (byte)crc];
    }

    private static uint Crc(byte[] bytes, uint polynomial, int width)
    {
        var register = 0u;
        foreach (var value in bytes)
        {
            for (var bit = 7; bit >= 0; bit--)
            {
                var carry = ((register >> (width - 1)) ^ (uint)(value >> bit)) & 1;
                register = ((register << 1) ^ (carry * polynomial)) & (uint)((1L << width) - 1);
            }
        }

        return register;
    }
}
