namespace AudioServer.Domain.Pcm.Metering;

/// <summary>
/// Loudness by EBU R 128: integrated (ITU-R BS.1770-5: blocks of 0.4 s), its range (EBU Tech 3342: blocks of 3 s, from the 10th to the 95th percentile) and the true peak. A block begins every 0.1 s.
/// Our own, because ffmpeg's filter takes five times as long as decoding does; a test holds it within 0.1 LU of that filter.
/// </summary>
internal sealed class LoudnessMeter
{
    private const int HopsOfBlock = 4;
    private const int HopsOfLongBlock = 30;

    /// <summary>Speakers of a WAVE stream (WAVEFORMATEXTENSIBLE): what is low-frequency has no weight, what is beside or behind the listener more (BS.1770, table 3).</summary>
    private const uint LowFrequency = 0x8;
    private const uint Surround = 0x10 | 0x20 | 0x100 | 0x200 | 0x400 | 0x8000 | 0x10000 | 0x20000;
    private const double SurroundWeight = 1.41;

    private readonly KWeighting[] _pairs;
    private readonly double[] _weights;
    private readonly TruePeakMeter _truePeak;
    private readonly GatedPowers _blocks = new();
    private readonly GatedPowers _longBlocks = new();
    private readonly double[] _hops = new double[HopsOfLongBlock];
    private readonly int _hopLength;
    private int _hopFilled;
    private long _hopCount;
    private double _energy;
    private float _samplePeak;

    public LoudnessMeter(PcmFormat format)
    {
        _pairs = [.. Enumerable.Range(0, (format.Channels + 1) / 2).Select(_ => new KWeighting(format.SampleRate))];
        _weights = [.. Weights(format.Speakers, format.Channels)];
        _truePeak = new TruePeakMeter(format.Channels);
        _hopLength = Math.Max(1, format.SampleRate / 10);
    }

    /// <summary>LUFS, by 0.1; null while no block is above the gate of -70 LUFS.</summary>
    public double? Integrated => Rounded(_blocks.Mean(below: 10));

    /// <summary>LU, by 0.1; null while no block of 3 s is above the gate.</summary>
    public double? Range => Rounded(_longBlocks.Range(below: 20, low: 0.10, high: 0.95));

    /// <summary>dBTP, by 0.1; null while all samples are zero.</summary>
    public double? TruePeak => Math.Max(_samplePeak, _truePeak.Peak) is > 0 and var peak ? Rounded(Decibels.Of(peak)) : null;

    /// <param name="window">Whose extremes have been found.</param>
    public void Measure(SampleWindow window)
    {
        _samplePeak = Math.Max(_samplePeak, window.Peak);
        _truePeak.Measure(window);
        for (var at = 0; at < window.Count;)
        {
            var count = Math.Min(window.Count - at, _hopLength - _hopFilled);
            for (var channel = 0; channel < window.Channels; channel += 2)
            {
                // A channel without a second is its own, without weight.
                var second = Math.Min(channel + 1, window.Channels - 1);
                var energy = _pairs[channel / 2].Energy(window.Samples(channel).Slice(at, count), window.Samples(second).Slice(at, count));
                _energy += (energy[0] * _weights[channel]) + (energy[1] * _weights[channel + 1]);
            }

            (at, _hopFilled) = (at + count, _hopFilled + count);
            if (_hopFilled == _hopLength)
            {
                EndHop();
            }
        }
    }

    public void Complete() => _truePeak.Complete();

    private static double? Rounded(double? value) => value is { } number ? Math.Round(number, 1) : null;

    private void EndHop()
    {
        _hops[_hopCount++ % HopsOfLongBlock] = _energy;
        (_energy, _hopFilled) = (0, 0);
        if (_hopCount >= HopsOfBlock)
        {
            _blocks.Add(MeanOfLast(HopsOfBlock));
        }

        if (_hopCount >= HopsOfLongBlock)
        {
            _longBlocks.Add(MeanOfLast(HopsOfLongBlock));
        }
    }

    private double MeanOfLast(int hops)
    {
        var sum = 0.0;
        for (var hop = _hopCount - hops; hop < _hopCount; hop++)
        {
            sum += _hops[hop % HopsOfLongBlock];
        }

        return sum / ((double)hops * _hopLength);
    }

    /// <summary>One for each channel, in the order of the speakers' bits; 1 where none is told. A 0 behind the last completes its pair.</summary>
    private static IEnumerable<double> Weights(uint speakers, int channels)
    {
        for (var channel = 0; channel < channels; channel++, speakers &= speakers - 1)
        {
            var speaker = speakers & (uint)-(int)speakers;
            yield return speaker == LowFrequency ? 0 : (speaker & Surround) != 0 ? SurroundWeight : 1;
        }

        yield return 0;
    }
}
