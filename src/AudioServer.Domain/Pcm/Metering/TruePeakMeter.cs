using System.Numerics;

namespace AudioServer.Domain.Pcm.Metering;

/// <summary>
/// The highest amplitude of the signal between its samples (ITU-R BS.1770-5, annex 2): three more values between two samples, by an interpolator of 32 samples' length, longer than the standard's
/// example of 12. Works on many samples at once. Before its beginning and behind its end the sound is taken to be mirrored, as a step there would ring.
/// </summary>
internal sealed class TruePeakMeter
{
    private const int Taps = 32;
    private const int Phases = 4;

    /// <summary>As ffmpeg's resampler has them, by which its meter interpolates: the window's shape, and where its low-pass ends.</summary>
    private const double Beta = 9;
    private const double Cutoff = 0.97;

    /// <summary>Samples that one step interpolates behind, of which the last may lie beyond the sound.</summary>
    private static readonly int Step = 2 * Vector<float>.Count;
    private static readonly int Stride = Taps - 1 + SampleWindow.Length + Step;

    /// <summary>Tap by tap the phases between two samples, each value in all lanes.</summary>
    private static readonly Vector<float>[] Filter = MakeFilter();

    private readonly int _channels;
    private readonly float[] _samples;
    private Vector<float> _peak;
    private bool _hasBegun;

    public TruePeakMeter(int channels) => (_channels, _samples) = (channels, new float[channels * Stride]);

    /// <summary>Amplitude between samples; the samples themselves are not looked at.</summary>
    public float Peak
    {
        get
        {
            var peak = 0f;
            for (var lane = 0; lane < Vector<float>.Count; lane++)
            {
                peak = Math.Max(peak, _peak[lane]);
            }

            return peak;
        }
    }

    public void Measure(SampleWindow window)
    {
        for (var channel = 0; channel < _channels; channel++)
        {
            var buffer = BufferOf(channel);
            var samples = window.Samples(channel);
            if (!_hasBegun)
            {
                Mirror(samples, buffer[..(Taps - 1)]);
                buffer[..(Taps - 1)].Reverse();
            }

            Measure(buffer, samples);
        }

        _hasBegun = true;
    }

    /// <summary>To be called once, behind the last sample.</summary>
    public void Complete()
    {
        Span<float> mirrored = stackalloc float[Taps / 2];
        for (var channel = 0; channel < _channels; channel++)
        {
            BufferOf(channel).Slice(Taps - 1 - mirrored.Length, mirrored.Length).CopyTo(mirrored);
            mirrored.Reverse();
            Measure(BufferOf(channel), mirrored);
        }
    }

    /// <summary>The last samples of before, then room for those of a window and for a step beyond it.</summary>
    private Span<float> BufferOf(int channel) => _samples.AsSpan(channel * Stride, Stride);

    private void Measure(Span<float> buffer, ReadOnlySpan<float> samples)
    {
        samples.CopyTo(buffer[(Taps - 1)..]);
        var end = Taps - 1 + samples.Length;
        buffer.Slice(end - Step, Step).CopyTo(buffer[end..]);
        buffer.Slice(end, Step).Reverse();
        for (var at = 0; at < samples.Length; at += Step)
        {
            Interpolate(buffer[at..]);
        }

        buffer.Slice(samples.Length, Taps - 1).CopyTo(buffer);
    }

    /// <summary>As many samples as there is room for, and none where there are no more.</summary>
    private static void Mirror(ReadOnlySpan<float> samples, Span<float> room)
    {
        room.Clear();
        samples[..Math.Min(samples.Length, room.Length)].CopyTo(room);
    }

    private void Interpolate(ReadOnlySpan<float> samples)
    {
        var (quarter, half, threeQuarters) = (Vector<float>.Zero, Vector<float>.Zero, Vector<float>.Zero);
        var (nextQuarter, nextHalf, nextThreeQuarters) = (Vector<float>.Zero, Vector<float>.Zero, Vector<float>.Zero);
        var filter = Filter.AsSpan(0, Taps * (Phases - 1));
        for (var tap = 0; tap < Taps; tap++, filter = filter[(Phases - 1)..])
        {
            var (some, next) = (new Vector<float>(samples[tap..]), new Vector<float>(samples[(tap + Vector<float>.Count)..]));
            quarter = Vector.MultiplyAddEstimate(filter[0], some, quarter);
            half = Vector.MultiplyAddEstimate(filter[1], some, half);
            threeQuarters = Vector.MultiplyAddEstimate(filter[2], some, threeQuarters);
            nextQuarter = Vector.MultiplyAddEstimate(filter[0], next, nextQuarter);
            nextHalf = Vector.MultiplyAddEstimate(filter[1], next, nextHalf);
            nextThreeQuarters = Vector.MultiplyAddEstimate(filter[2], next, nextThreeQuarters);
        }

        var first = Vector.MaxNative(Vector.MaxNative(Vector.Abs(quarter), Vector.Abs(half)), Vector.Abs(threeQuarters));
        var second = Vector.MaxNative(Vector.MaxNative(Vector.Abs(nextQuarter), Vector.Abs(nextHalf)), Vector.Abs(nextThreeQuarters));
        _peak = Vector.MaxNative(_peak, Vector.MaxNative(first, second));
    }

    private static Vector<float>[] MakeFilter()
    {
        var filter = new Vector<float>[Taps * (Phases - 1)];
        for (var phase = 1; phase < Phases; phase++)
        {
            var taps = Enumerable.Range(0, Taps).Select(tap => Windowed(tap - (Taps / 2) + 1 - ((double)phase / Phases))).ToArray();
            var sum = taps.Sum();
            for (var tap = 0; tap < Taps; tap++)
            {
                filter[(tap * (Phases - 1)) + phase - 1] = new Vector<float>((float)(taps[tap] / sum));
            }
        }

        return filter;
    }

    /// <summary>A low-pass's answer to one sample, <paramref name="at"/> samples from its middle, ended by a Kaiser window.</summary>
    private static double Windowed(double at)
    {
        var (angle, edge) = (Math.PI * Cutoff * at, 2 * at / Taps);
        return Math.Sin(angle) / angle * Bessel(Beta * Math.Sqrt(Math.Max(0, 1 - (edge * edge))));
    }

    /// <summary>The modified Bessel function of order 0, by its series.</summary>
    private static double Bessel(double x)
    {
        var (sum, term) = (1.0, 1.0);
        for (var order = 1; term > sum * 1e-12; order++)
        {
            term *= x / (2 * order) * (x / (2 * order));
            sum += term;
        }

        return sum;
    }
}
