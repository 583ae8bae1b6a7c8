using System.Buffers.Binary;
using AudioServer.Domain.Pcm;

namespace AudioServer.UnitTests.Domain.Pcm;

/// <summary>Sound made by hand: integers, or floats, frame by frame, and how they are written. Everything is reckoned the plain way, one sample at a time.</summary>
/// <param name="Format">How it is written.</param>
/// <param name="Samples">Interleaved; integers as they stand in the encoding, signed.</param>
internal sealed record Sound(PcmFormat Format, double[] Samples)
{
    public int Frames => Samples.Length / Format.Channels;

    public byte[] Bytes => [.. Samples.SelectMany(Write)];

    /// <summary>The value of full scale in the encoding: 32,768 for s16.</summary>
    public double Scale => Format.Encoding is PcmEncoding.F32 or PcmEncoding.F64 ? 1 : Math.Pow(2, (8 * Format.Encoding.SampleSize()) - 1);

    /// <summary>Between −1 and 1.</summary>
    public double Amplitude(int frame, int channel) => Samples[(frame * Format.Channels) + channel] / Scale;

    public double Mix(int frame) => Enumerable.Range(0, Format.Channels).Sum(channel => Amplitude(frame, channel)) / Format.Channels;

    /// <summary>Integers of the whole range, or floats a little beyond full scale.</summary>
    public static Sound Noise(PcmEncoding encoding, int channels, int frames, int seed, int sampleRate = 8000)
    {
        var random = new Random(seed);
        var format = new PcmFormat(encoding, sampleRate, channels);
        var silent = new Sound(format, new double[frames * channels]);
        return silent with { Samples = [.. silent.Samples.Select(_ => Sample(random, silent.Scale))] };
    }

    /// <summary>One channel of these samples.</summary>
    public static Sound Mono(PcmEncoding encoding, int sampleRate, params double[] samples) => new(new PcmFormat(encoding, sampleRate, 1), samples);

    /// <summary>Measures it in blocks of so many frames each, the last being what is left.</summary>
    public (PcmMeasurements Measured, byte[] Waveform) Measure(int? md5Bits = null, int? bits = null, int blockFrames = int.MaxValue)
    {
        using var waveform = new MemoryStream();
        using var meter = new PcmMeter(md5Bits, waveform) { BitsPerSample = bits };
        var bytes = Bytes;
        var block = (int)Math.Min((long)blockFrames * Format.FrameSize, Math.Max(bytes.Length, 1));
        for (var at = 0; at < bytes.Length; at += block)
        {
            // A copy, because the bytes are the caller's and change after the call.
            var piece = bytes.AsSpan(at, Math.Min(block, bytes.Length - at)).ToArray();
            meter.Receive(Format, piece);
            Array.Fill(piece, (byte)0x55);
        }

        return (meter.Complete(), waveform.ToArray());
    }

    private static double Sample(Random random, double scale) =>
        scale == 1 ? (float)((random.NextDouble() * 2.2) - 1.1)
        : random.Next(20) == 0 ? scale - 1
        : random.Next(20) == 0 ? -scale
        : Math.Floor((random.NextDouble() * 2 * scale) - scale);

    private byte[] Write(double sample)
    {
        var bytes = new byte[8];
        switch (Format.Encoding)
        {
            case PcmEncoding.F32:
                BinaryPrimitives.WriteSingleLittleEndian(bytes, (float)sample);
                break;
            case PcmEncoding.F64:
                BinaryPrimitives.WriteDoubleLittleEndian(bytes, sample);
                break;
            case PcmEncoding.U8:
                bytes[0] = (byte)(sample + 128);
                break;
            default:
                // 2^63 − 1 is no double; the cast saturates to it.
                BinaryPrimitives.WriteInt64LittleEndian(bytes, (long)sample);
                break;
        }

        return bytes[..Format.Encoding.SampleSize()];
    }
}
