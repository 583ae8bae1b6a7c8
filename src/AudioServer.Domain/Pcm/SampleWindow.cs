using System.Numerics;
using System.Runtime.InteropServices;

namespace AudioServer.Domain.Pcm;

/// <summary>
/// A few consecutive samples of every channel as amplitudes, one channel behind the other. Windows begin at multiples of <see cref="Length"/>
/// and are full but for the last one, however the samples come.
/// </summary>
internal sealed class SampleWindow
{
    /// <summary>Samples of one channel: what the waveform keeps one pair of peaks of.</summary>
    public const int Length = 256;

    /// <summary>More channels than any format here has.</summary>
    public const int MaxChannels = 1024;

    private readonly PcmFormat _format;
    private readonly float[] _interleaved;
    private readonly float[] _samples;
    private readonly Extremes[] _extremes;

    public SampleWindow(PcmFormat format)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(format.SampleRate, 1, nameof(format));
        ArgumentOutOfRangeException.ThrowIfLessThan(format.Channels, 1, nameof(format));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(format.Channels, MaxChannels, nameof(format));
        _format = format;
        _interleaved = new float[Length * format.Channels];
        _samples = new float[Length * format.Channels];
        _extremes = new Extremes[format.Channels];
    }

    public int Channels => _format.Channels;

    /// <summary>Where the window begins, in samples of one channel from the first.</summary>
    public long Start { get; private set; }

    /// <summary>Samples of one channel that are in it.</summary>
    public int Count { get; private set; }

    public bool IsFull => Count == Length;

    /// <summary>Amplitude of the loudest sample of any channel, once <see cref="FindExtremes"/> has run.</summary>
    public float Peak { get; private set; }

    public ReadOnlySpan<float> Samples(int channel) => _samples.AsSpan(channel * Length, Count);

    /// <summary>Once <see cref="FindExtremes"/> has run.</summary>
    public Extremes Extremes(int channel) => _extremes[channel];

    /// <summary>Takes whole frames while there is room, and tells how many bytes it took.</summary>
    public int Fill(ReadOnlySpan<byte> frames)
    {
        var count = Math.Min(Length - Count, frames.Length / _format.FrameSize);
        var taken = count * _format.FrameSize;
        var amplitudes = _interleaved.AsSpan(0, count * Channels);
        Amplitudes.Read(_format.Encoding, frames[..taken], amplitudes);
        Deinterleave(amplitudes, count);
        Count += count;
        return taken;
    }

    public void FindExtremes()
    {
        Peak = 0;
        for (var channel = 0; channel < Channels; channel++)
        {
            _extremes[channel] = Pcm.Extremes.Of(Samples(channel));
            Peak = Math.Max(Peak, _extremes[channel].Peak);
        }
    }

    /// <summary>Begins the window behind this one, empty.</summary>
    public void Advance()
    {
        Start += Count;
        Count = 0;
    }

    private void Deinterleave(ReadOnlySpan<float> interleaved, int count)
    {
        if (Channels == 1)
        {
            interleaved.CopyTo(_samples.AsSpan(Count));
        }
        else if (Channels == 2)
        {
            DeinterleavePairs(MemoryMarshal.Cast<float, ulong>(interleaved), _samples.AsSpan(Count, count), _samples.AsSpan(Length + Count, count));
        }
        else
        {
            for (var channel = 0; channel < Channels; channel++)
            {
                var samples = _samples.AsSpan((channel * Length) + Count, count);
                for (int index = 0, from = channel; index < samples.Length; index++, from += Channels)
                {
                    samples[index] = interleaved[from];
                }
            }
        }
    }

    /// <summary>A pair is one number of 64 bits, whose lower half is the first channel's.</summary>
    private static void DeinterleavePairs(ReadOnlySpan<ulong> pairs, Span<float> first, Span<float> second)
    {
        var index = 0;
        for (; index <= pairs.Length - Vector<float>.Count; index += Vector<float>.Count)
        {
            var (some, more) = (new Vector<ulong>(pairs[index..]), new Vector<ulong>(pairs[(index + Vector<ulong>.Count)..]));
            Vector.AsVectorSingle(Vector.Narrow(some, more)).CopyTo(first[index..]);
            Vector.AsVectorSingle(Vector.Narrow(some >>> 32, more >>> 32)).CopyTo(second[index..]);
        }

        for (; index < pairs.Length; index++)
        {
            first[index] = BitConverter.UInt32BitsToSingle((uint)pairs[index]);
            second[index] = BitConverter.UInt32BitsToSingle((uint)(pairs[index] >> 32));
        }
    }
}
