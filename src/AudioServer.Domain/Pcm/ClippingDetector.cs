namespace AudioServer.Domain.Pcm;

/// <summary>Counts samples that stand at full scale in a run: one alone may be a peak that just fits, several in a row are a peak that was cut off.</summary>
/// <param name="channels">Count.</param>
/// <param name="fullScale">Amplitude; what reaches it in either direction is at full scale.</param>
internal sealed class ClippingDetector(int channels, float fullScale)
{
    /// <summary>Consecutive samples of one channel that make a run.</summary>
    public const int MinRun = 3;

    private const int MinBits = 2;

    private readonly long[] _runs = new long[channels];

    /// <summary>Of any channel.</summary>
    public long Samples { get; private set; }

    /// <summary>Where the first run begins, in samples of one channel; null when there is none.</summary>
    public long? FirstAt { get; private set; }

    /// <summary>The greatest amplitude that samples can have: of integers their highest number, so that a tool that clips at ±32,767 is found like one that clips at −32,768.</summary>
    /// <param name="encoding">Of the samples.</param>
    /// <param name="bits">That they really have; null, or what cannot be: all that the encoding has.</param>
    public static float FullScale(PcmEncoding encoding, int? bits)
    {
        if (encoding is PcmEncoding.F32 or PcmEncoding.F64)
        {
            return 1;
        }

        var width = 8 * encoding.SampleSize();
        return (float)(1 - Math.Pow(2, 1 - (bits is { } real and >= MinBits && real < width ? real : width)));
    }

    public void Measure(SampleWindow window)
    {
        for (var channel = 0; channel < _runs.Length; channel++)
        {
            if (window.Extremes(channel).Peak < fullScale)
            {
                _runs[channel] = 0;
            }
            else
            {
                _runs[channel] = Scan(window.Samples(channel), window.Start, _runs[channel]);
            }
        }
    }

    /// <summary>Goes on with a run of so many samples, and tells how many the last one has.</summary>
    private long Scan(ReadOnlySpan<float> samples, long start, long run)
    {
        for (var index = 0; index < samples.Length; index++)
        {
            run = MathF.Abs(samples[index]) < fullScale ? 0 : run + 1;
            if (run == MinRun)
            {
                Samples += MinRun;
                FirstAt = Math.Min(FirstAt ?? long.MaxValue, start + index + 1 - MinRun);
            }
            else if (run > MinRun)
            {
                Samples++;
            }
        }

        return run;
    }
}
