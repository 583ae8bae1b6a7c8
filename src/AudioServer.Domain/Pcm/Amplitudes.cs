using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace AudioServer.Domain.Pcm;

/// <summary>
/// Samples of any encoding as amplitudes: full scale is 1, which floats may pass. 24 bits of precision are kept, all that 16 and 24 bit
/// samples have; of wider ones the rest is rounded away. The common encodings are read by vectors.
/// </summary>
internal static class Amplitudes
{
    /// <summary>Floats beyond this (193 dBFS, 32-bit integers written as floats) are no sound. They and what is no number are read as full scale.</summary>
    private const float Limit = 1L << 32;

    /// <param name="encoding">Of the samples.</param>
    /// <param name="samples">Whole ones.</param>
    /// <param name="amplitudes">As many.</param>
    public static void Read(PcmEncoding encoding, ReadOnlySpan<byte> samples, Span<float> amplitudes)
    {
        switch (encoding)
        {
            case PcmEncoding.U8:
                ReadU8(samples, amplitudes);
                break;
            case PcmEncoding.S16:
                ReadS16(MemoryMarshal.Cast<byte, short>(samples), amplitudes);
                break;
            case PcmEncoding.S24:
                ReadS24(samples, amplitudes);
                break;
            case PcmEncoding.S32:
                ReadS32(MemoryMarshal.Cast<byte, int>(samples), amplitudes);
                break;
            case PcmEncoding.S64:
                ReadS64(samples, amplitudes);
                break;
            case PcmEncoding.F32:
                ReadF32(MemoryMarshal.Cast<byte, float>(samples), amplitudes);
                break;
            default:
                ReadF64(samples, amplitudes);
                break;
        }
    }

    private static void ReadU8(ReadOnlySpan<byte> samples, Span<float> amplitudes)
    {
        for (var index = 0; index < amplitudes.Length; index++)
        {
            amplitudes[index] = (samples[index] - 128) * (1f / (1 << 7));
        }
    }

    private static void ReadS16(ReadOnlySpan<short> samples, Span<float> amplitudes)
    {
        const float Scale = 1f / (1 << 15);
        var index = 0;
        for (; index <= samples.Length - Vector<short>.Count; index += Vector<short>.Count)
        {
            Vector.Widen(new Vector<short>(samples[index..]), out var low, out var high);
            (Vector.ConvertToSingle(low) * Scale).CopyTo(amplitudes[index..]);
            (Vector.ConvertToSingle(high) * Scale).CopyTo(amplitudes[(index + Vector<int>.Count)..]);
        }

        for (; index < samples.Length; index++)
        {
            amplitudes[index] = samples[index] * Scale;
        }
    }

    private static void ReadS24(ReadOnlySpan<byte> samples, Span<float> amplitudes)
    {
        for (var index = 0; index < amplitudes.Length; index++, samples = samples[3..])
        {
            amplitudes[index] = ((samples[0] << 8) | (samples[1] << 16) | (samples[2] << 24)) * (1f / (1L << 31));
        }
    }

    private static void ReadS32(ReadOnlySpan<int> samples, Span<float> amplitudes)
    {
        const float Scale = 1f / (1L << 31);
        var index = 0;
        for (; index <= samples.Length - Vector<int>.Count; index += Vector<int>.Count)
        {
            (Vector.ConvertToSingle(new Vector<int>(samples[index..])) * Scale).CopyTo(amplitudes[index..]);
        }

        for (; index < samples.Length; index++)
        {
            amplitudes[index] = samples[index] * Scale;
        }
    }

    private static void ReadS64(ReadOnlySpan<byte> samples, Span<float> amplitudes)
    {
        for (var index = 0; index < amplitudes.Length; index++)
        {
            amplitudes[index] = BinaryPrimitives.ReadInt64LittleEndian(samples[(index * sizeof(long))..]) * (1f / (1UL << 63));
        }
    }

    private static void ReadF32(ReadOnlySpan<float> samples, Span<float> amplitudes)
    {
        var index = 0;
        for (; index <= samples.Length - Vector<float>.Count; index += Vector<float>.Count)
        {
            var some = new Vector<float>(samples[index..]);
            Vector.ConditionalSelect(Vector.LessThanOrEqual(Vector.Abs(some), new Vector<float>(Limit)), some, Vector.CopySign(Vector<float>.One, some)).CopyTo(amplitudes[index..]);
        }

        for (; index < samples.Length; index++)
        {
            amplitudes[index] = Bounded(samples[index]);
        }
    }

    private static void ReadF64(ReadOnlySpan<byte> samples, Span<float> amplitudes)
    {
        for (var index = 0; index < amplitudes.Length; index++)
        {
            amplitudes[index] = Bounded((float)BinaryPrimitives.ReadDoubleLittleEndian(samples[(index * sizeof(double))..]));
        }
    }

    private static float Bounded(float sample) => MathF.Abs(sample) <= Limit ? sample : MathF.CopySign(1, sample);
}
