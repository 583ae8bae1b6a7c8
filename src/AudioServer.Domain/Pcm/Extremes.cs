using System.Numerics;

namespace AudioServer.Domain.Pcm;

/// <summary>The lowest and the highest of some samples.</summary>
internal readonly record struct Extremes(float Min, float Max)
{
    /// <summary>Amplitude of the loudest.</summary>
    public float Peak => Math.Max(Max, -Min);

    /// <param name="samples">At least one; no NaN among them.</param>
    public static Extremes Of(ReadOnlySpan<float> samples)
    {
        var (min, max) = (samples[0], samples[0]);
        var (mins, maxs) = (new Vector<float>(min), new Vector<float>(max));
        for (; samples.Length >= Vector<float>.Count; samples = samples[Vector<float>.Count..])
        {
            var some = new Vector<float>(samples);
            mins = Vector.MinNative(mins, some);
            maxs = Vector.MaxNative(maxs, some);
        }

        for (var lane = 0; lane < Vector<float>.Count; lane++)
        {
            (min, max) = (Math.Min(min, mins[lane]), Math.Max(max, maxs[lane]));
        }

        foreach (var sample in samples)
        {
            (min, max) = (Math.Min(min, sample), Math.Max(max, sample));
        }

        return new Extremes(min, max);
    }
}
