namespace AudioServer.Domain.Pcm.Metering;

/// <summary>
/// The powers of blocks above the absolute gate of BS.1770, counted in steps of 0.01 LU, so that memory does not grow with their number; and what both of its measures make of them:
/// only blocks above a second gate count, that lies relative to the mean of all.
/// </summary>
internal sealed class GatedPowers
{
    private const double AbsoluteGate = -70;
    private const double Highest = 30;
    private const int StepsPerUnit = 100;
    private const int Steps = (int)(Highest - AbsoluteGate) * StepsPerUnit;

    private readonly long[] _counts = new long[Steps];
    private double _sum;
    private long _count;

    /// <param name="power">Mean square of a block, weighted.</param>
    public void Add(double power)
    {
        var loudness = Loudness(power);
        if (loudness >= AbsoluteGate)
        {
            _counts[StepOf(loudness)]++;
            _sum += power;
            _count++;
        }
    }

    /// <summary>LUFS of the mean power above the gate that lies <paramref name="below"/> LU under the mean of all; null without a block.</summary>
    public double? Mean(double below)
    {
        if (_count == 0)
        {
            return null;
        }

        var (sum, count) = (0.0, 0L);
        for (var step = FirstAbove(below); step < Steps; step++)
        {
            sum += _counts[step] * Power(LoudnessOf(step));
            count += _counts[step];
        }

        return Loudness(sum / count);
    }

    /// <summary>LU between two percentiles of the blocks above the gate that lies <paramref name="below"/> LU under the mean of all; null without a block.</summary>
    public double? Range(double below, double low, double high)
    {
        if (_count == 0)
        {
            return null;
        }

        var first = FirstAbove(below);
        var count = _counts.AsSpan(first).ToArray().Sum();
        return LoudnessOf(Percentile(first, count, high)) - LoudnessOf(Percentile(first, count, low));
    }

    private static double Loudness(double power) => -0.691 + (10 * Math.Log10(power));

    private static double Power(double loudness) => Math.Pow(10, (loudness + 0.691) / 10);

    private static int StepOf(double loudness) => (int)Math.Clamp((loudness - AbsoluteGate) * StepsPerUnit, 0, Steps - 1);

    private static double LoudnessOf(int step) => AbsoluteGate + ((double)step / StepsPerUnit);

    private int FirstAbove(double below) => StepOf(Loudness(_sum / _count) - below);

    private int Percentile(int first, long count, double part)
    {
        var left = Math.Max(1, (long)((part * count) + 0.5));
        var step = first;
        for (; step < Steps - 1 && (left -= _counts[step]) > 0; step++)
        {
            // On to the step in which it lies.
        }

        return step;
    }
}
