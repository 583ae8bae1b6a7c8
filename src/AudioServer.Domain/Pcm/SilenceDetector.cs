using AudioServer.Domain.Verification;

namespace AudioServer.Domain.Pcm;

/// <summary>Finds stretches in which every channel stays quiet.</summary>
/// <param name="sampleRate">Hz.</param>
internal sealed class SilenceDetector(int sampleRate)
{
    /// <summary>Below this a sample is quiet.</summary>
    public const double ThresholdDbfs = -60;

    /// <summary>Shorter stretches are pauses. (At rates below 128 Hz a stretch is longer still, at least one window.)</summary>
    public const int MinSeconds = 2;

    /// <summary>Stretches kept, the first ones.</summary>
    public const int MaxStretches = 1000;

    private static readonly float Threshold = Decibels.ToAmplitude(ThresholdDbfs);

    private readonly long _minSamples = Math.Max(SampleWindow.Length, (long)MinSeconds * sampleRate);
    private readonly List<SilentStretch> _stretches = [];
    private long _quietSince;

    public IReadOnlyList<SilentStretch> Stretches => _stretches;

    public void Measure(SampleWindow window)
    {
        if (window.Peak < Threshold)
        {
            return;
        }

        // What is quiet between two loud samples of one window is too short to matter.
        var (first, last) = (int.MaxValue, 0);
        for (var channel = 0; channel < window.Channels; channel++)
        {
            if (window.Extremes(channel).Peak >= Threshold)
            {
                var samples = window.Samples(channel);
                first = Math.Min(first, FirstLoud(samples));
                last = Math.Max(last, LastLoud(samples));
            }
        }

        EndStretch(window.Start + first);
        _quietSince = window.Start + last + 1;
    }

    /// <summary>To be called once, behind the last sample.</summary>
    public void Complete(long sampleCount) => EndStretch(sampleCount);

    private static int FirstLoud(ReadOnlySpan<float> samples)
    {
        var index = 0;
        while (MathF.Abs(samples[index]) < Threshold)
        {
            index++;
        }

        return index;
    }

    private static int LastLoud(ReadOnlySpan<float> samples)
    {
        var index = samples.Length - 1;
        while (MathF.Abs(samples[index]) < Threshold)
        {
            index--;
        }

        return index;
    }

    private void EndStretch(long end)
    {
        if (end - _quietSince >= _minSamples && _stretches.Count < MaxStretches)
        {
            _stretches.Add(new SilentStretch(_quietSince / (double)sampleRate, end / (double)sampleRate));
        }
    }
}
