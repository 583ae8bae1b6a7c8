using AudioServer.Domain.Pcm.Metering;
using AudioServer.Domain.Waveforms;

namespace AudioServer.Domain.Pcm;

/// <summary>The measures of samples in one format. Each sees the same windows of samples, which are converted once.</summary>
/// <param name="format">Of all samples.</param>
/// <param name="bitsPerSample">See <see cref="PcmMeter.BitsPerSample"/>.</param>
/// <param name="waveform">See <see cref="PcmMeter"/>.</param>
internal sealed class PcmMeasures(PcmFormat format, int? bitsPerSample, Stream waveform)
{
    private readonly SampleWindow _window = new(format);
    private readonly WaveformWriter _waveform = new(waveform, format);

    public PcmFormat Format { get; } = format;

    /// <summary>Samples of one channel that were measured.</summary>
    public long SampleCount => _window.Start + _window.Count;

    /// <summary>Amplitude of the loudest sample.</summary>
    public float Peak { get; private set; }

    public ClippingDetector Clipping { get; } = new(format.Channels, ClippingDetector.FullScale(format.Encoding, bitsPerSample));

    public SilenceDetector Silence { get; } = new(format.SampleRate);

    public LoudnessMeter Loudness { get; } = new(format);

    public void Receive(PcmFormat format, ReadOnlySpan<byte> frames)
    {
        if (format != Format || frames.Length % Format.FrameSize != 0)
        {
            throw new ArgumentException($"Whole frames of {Format} are to come, not {frames.Length} bytes of {format}.", nameof(frames));
        }

        while (!frames.IsEmpty)
        {
            frames = frames[_window.Fill(frames)..];
            if (_window.IsFull)
            {
                MeasureWindow();
                _window.Advance();
            }
        }
    }

    public void Complete()
    {
        if (_window.Count > 0)
        {
            MeasureWindow();
        }

        Silence.Complete(SampleCount);
        Loudness.Complete();
        _waveform.Complete(SampleCount);
    }

    private void MeasureWindow()
    {
        _window.FindExtremes();
        Peak = Math.Max(Peak, _window.Peak);
        Clipping.Measure(_window);
        Silence.Measure(_window);
        Loudness.Measure(_window);
        _waveform.Write(_window);
    }
}
