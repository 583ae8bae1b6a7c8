using System.Runtime.Intrinsics;

namespace AudioServer.Domain.Pcm.Metering;

/// <summary>
/// The K-weighting of ITU-R BS.1770-5, annex 1, over two channels at once: a shelf that stands for the head, then a high-pass. Two filters of second order in the transposed direct form, reckoned for
/// the sample rate from the analogue prototypes that the standard's coefficients for 48 kHz come from.
/// </summary>
internal sealed class KWeighting
{
    /// <summary>What is so small is nothing; left to decay further it would become numbers that processors are slow with.</summary>
    private const double Nothing = 1e-30;

    private readonly Section _shelf;
    private readonly Section _highPass;
    private Vector128<double> _shelf1;
    private Vector128<double> _shelf2;
    private Vector128<double> _highPass1;
    private Vector128<double> _highPass2;

    public KWeighting(int sampleRate) => (_shelf, _highPass) = (Shelf(sampleRate), HighPass(sampleRate));

    /// <summary>Filters what comes next of two channels, and returns the sum of the squares of each.</summary>
    public Vector128<double> Energy(ReadOnlySpan<float> first, ReadOnlySpan<float> second)
    {
        var (a, b, energy) = (_shelf, _highPass, Vector128<double>.Zero);
        var (a1, a2, b1, b2) = (_shelf1, _shelf2, _highPass1, _highPass2);
        for (var index = 0; index < first.Length && index < second.Length; index++)
        {
            var sample = Vector128.Create(first[index], (double)second[index]);
            var shelved = Vector128.MultiplyAddEstimate(a.B0, sample, a1);
            a1 = Vector128.MultiplyAddEstimate(a.A1, shelved, Vector128.MultiplyAddEstimate(a.B1, sample, a2));
            a2 = Vector128.MultiplyAddEstimate(a.A2, shelved, a.B2 * sample);
            var weighted = shelved + b1;
            b1 = Vector128.MultiplyAddEstimate(b.A1, weighted, Vector128.MultiplyAddEstimate(b.B1, shelved, b2));
            b2 = Vector128.MultiplyAddEstimate(b.A2, weighted, shelved);
            energy = Vector128.MultiplyAddEstimate(weighted, weighted, energy);
        }

        (_shelf1, _shelf2, _highPass1, _highPass2) = (Settled(a1), Settled(a2), Settled(b1), Settled(b2));
        return energy;
    }

    private static Vector128<double> Settled(Vector128<double> state) =>
        Vector128.ConditionalSelect(Vector128.GreaterThan(Vector128.Abs(state), Vector128.Create(Nothing)), state, Vector128<double>.Zero);

    private static Section Shelf(int sampleRate)
    {
        const double Gain = 3.999843853973347;
        const double Q = 0.7071752369554196;
        var k = Math.Tan(Math.PI * 1681.974450955533 / sampleRate);
        var high = Math.Pow(10, Gain / 20);
        var band = Math.Pow(high, 0.4996667741545416);
        var scale = 1 + (k / Q) + (k * k);
        return new Section((high + (band * k / Q) + (k * k)) / scale, 2 * ((k * k) - high) / scale, (high - (band * k / Q) + (k * k)) / scale, 2 * ((k * k) - 1) / scale, (1 - (k / Q) + (k * k)) / scale);
    }

    private static Section HighPass(int sampleRate)
    {
        const double Q = 0.5003270373238773;
        var k = Math.Tan(Math.PI * 38.13547087602444 / sampleRate);
        var scale = 1 + (k / Q) + (k * k);
        return new Section(1, -2, 1, 2 * ((k * k) - 1) / scale, (1 - (k / Q) + (k * k)) / scale);
    }

    /// <summary>One filter's coefficients, in both lanes; those of the denominator with their signs turned, so that all are added.</summary>
    private readonly struct Section(double b0, double b1, double b2, double a1, double a2)
    {
        public readonly Vector128<double> B0 = Vector128.Create(b0);
        public readonly Vector128<double> B1 = Vector128.Create(b1);
        public readonly Vector128<double> B2 = Vector128.Create(b2);
        public readonly Vector128<double> A1 = Vector128.Create(-a1);
        public readonly Vector128<double> A2 = Vector128.Create(-a2);
    }
}
