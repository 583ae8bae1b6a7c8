using System.Security.Cryptography;
using AudioServer.Domain.Verification;

namespace AudioServer.Domain.Pcm;

/// <summary>Measures decoded samples as they come: one pass, every measure, memory that does not grow with their number.</summary>
/// <param name="md5Bits">Bits of a sample for the MD5 as FLAC reckons it; null when none is wanted.</param>
/// <param name="waveform">Where the peaks are written, forward only; stays open. Nothing is written when no sample comes.</param>
public sealed class PcmMeter(int? md5Bits, Stream waveform) : IDisposable
{
    /// <summary>A file that stays below this everywhere is silent: so quiet are the steps of one that a dither leaves in 16 bits.</summary>
    public const double SilentBelowDbfs = -90;

    private static readonly float SilentBelow = Decibels.ToAmplitude(SilentBelowDbfs);

    private readonly IncrementalHash _sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private PcmMeasures? _measures;
    private FlacDigest? _md5;

    /// <summary>Bits that the codec's samples really have, where the encoding has more (20 in s24): full scale is theirs. Only for PCM and lossless codecs; null: those of the MD5, else of the encoding.</summary>
    public int? BitsPerSample { get; init; }

    /// <exception cref="ArgumentException">The format is another than before, is none, or the frames are not whole.</exception>
    public void Receive(PcmFormat format, ReadOnlySpan<byte> frames)
    {
        if (_measures is null)
        {
            _measures = new PcmMeasures(format, BitsPerSample ?? md5Bits, waveform);
            _md5 = FlacDigest.For(format.Encoding, md5Bits);
        }

        _measures.Receive(format, frames);
        _sha256.AppendData(frames);
        _md5?.Append(frames);
    }

    /// <summary>To be called once, behind the last sample.</summary>
    public PcmMeasurements Complete()
    {
        _measures?.Complete();
        var isHeard = _measures is { SampleCount: > 0 };
        return new PcmMeasurements(
            isHeard ? _measures!.Format : null,
            _measures?.SampleCount ?? 0,
            Convert.ToHexStringLower(_sha256.GetHashAndReset()),
            _md5?.Complete(),
            _measures?.Clipping.Samples ?? 0,
            _measures?.Clipping.FirstAt is { } first ? first / (double)_measures.Format.SampleRate : null,
            _measures?.Silence.Stretches ?? [],
            isHeard && _measures!.Peak < SilentBelow,
            isHeard ? LoudnessOf(_measures!) : null);
    }

    private static Loudness LoudnessOf(PcmMeasures measures) =>
        new(measures.Loudness.Integrated, measures.Loudness.Range, measures.Loudness.TruePeak, measures.Peak > 0 ? Decibels.Of(measures.Peak) : null);

    public void Dispose()
    {
        _sha256.Dispose();
        _md5?.Dispose();
    }
}
