using System.Buffers.Binary;

namespace AudioServer.Domain.Waveforms;

/// <summary>A waveform as verification stored it.</summary>
public sealed class StoredWaveform
{
    /// <summary>Samples that one stored point stands for; no zoom is finer.</summary>
    public const int BaseZoom = WaveformFile.BaseZoom;

    /// <summary>Of files with more channels only their mean is stored.</summary>
    public const int MaxSplitChannels = WaveformFile.MaxSplitChannels;

    private readonly Stream _content;
    private readonly int _tracks;

    private StoredWaveform(Stream content, int channels, int tracks, int sampleRate, long sampleCount)
    {
        _content = content;
        _tracks = tracks;
        Channels = channels;
        SampleRate = sampleRate;
        SampleCount = sampleCount;
    }

    /// <summary>Of the audio.</summary>
    public int Channels { get; }

    /// <summary>Hz.</summary>
    public int SampleRate { get; }

    /// <summary>Of one channel; at least one.</summary>
    public long SampleCount { get; }

    /// <summary>Seconds.</summary>
    public double Duration => SampleCount / (double)SampleRate;

    public bool CanSplit => Channels <= MaxSplitChannels;

    /// <param name="content">Seekable; stays open, and is read from again when points are.</param>
    /// <param name="cancellationToken">Looked at between reads.</param>
    /// <exception cref="InvalidDataException">This is no stored waveform.</exception>
    public static async Task<StoredWaveform> OpenAsync(Stream content, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(content);
        if (content.Length < WaveformFile.HeaderSize + WaveformFile.TrailerSize)
        {
            throw new InvalidDataException("The stored waveform has no header.");
        }

        var (header, trailer) = (new byte[WaveformFile.HeaderSize], new byte[WaveformFile.TrailerSize]);
        content.Position = 0;
        await content.ReadExactlyAsync(header, cancellationToken);
        content.Position = content.Length - trailer.Length;
        await content.ReadExactlyAsync(trailer, cancellationToken);
        var channels = BinaryPrimitives.ReadInt32LittleEndian(header.AsSpan(4));
        var tracks = BinaryPrimitives.ReadInt32LittleEndian(header.AsSpan(8));
        var sampleRate = BinaryPrimitives.ReadInt32LittleEndian(header.AsSpan(12));
        var samples = BinaryPrimitives.ReadInt64LittleEndian(trailer);
        var body = content.Length - header.Length - trailer.Length;
        if (!header.AsSpan().StartsWith(WaveformFile.Magic) || channels < 1 || tracks != WaveformFile.TracksOf(channels) || sampleRate < 1 || samples < 1
            || body % (tracks * WaveformFile.PairSize) != 0 || WaveformFile.PointsOf(samples) != body / (tracks * WaveformFile.PairSize))
        {
            throw new InvalidDataException("The stored waveform's header or end does not fit its size.");
        }

        return new StoredWaveform(content, channels, tracks, sampleRate, samples);
    }

    /// <summary>The points of a part of it: at least of one sample, the last where the part lies behind the end.</summary>
    /// <exception cref="ArgumentException">The zoom is too fine, or there is nothing to split.</exception>
    public WaveformPoints Select(WaveformSelection selection)
    {
        ArgumentNullException.ThrowIfNull(selection);
        ArgumentOutOfRangeException.ThrowIfLessThan(selection.Zoom ?? BaseZoom, BaseZoom, nameof(selection));
        if (selection.Split && !CanSplit)
        {
            throw new ArgumentException("Only the mean of these channels is stored.", nameof(selection));
        }

        var first = (long)Math.Clamp(Math.Floor((selection.From ?? 0) * SampleRate), 0, SampleCount - 1);
        var end = selection.To is { } to ? (long)Math.Clamp(Math.Ceiling(to * SampleRate), first + 1, SampleCount) : SampleCount;
        var zoom = selection.Zoom ?? (selection.Pixels is { } pixels ? FinestZoom(end - first, pixels) : BaseZoom);
        var tracks = new TrackRange(_tracks, selection.Split && _tracks > 1 ? 1 : 0, selection.Split ? Channels : 1);
        return new WaveformPoints(_content, tracks, new SampleRange(first, end), zoom, selection.Bits, SampleRate);
    }

    private static int FinestZoom(long samples, int pixels) => (int)Math.Clamp((samples + pixels - 1) / pixels, BaseZoom, int.MaxValue);
}
