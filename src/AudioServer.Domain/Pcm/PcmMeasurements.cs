using AudioServer.Domain.Verification;

namespace AudioServer.Domain.Pcm;

/// <summary>What one pass over decoded samples measured.</summary>
/// <param name="Format">Null when not one sample came.</param>
/// <param name="SampleCount">Samples of one channel.</param>
/// <param name="Sha256">Over all bytes as they came; lower-case hex.</param>
/// <param name="Md5">As FLAC's STREAMINFO has it; null when it was not asked for.</param>
/// <param name="ClippedSamples">Samples of any channel that stand at full scale in a run.</param>
/// <param name="FirstClipAt">Seconds; null when nothing is clipped.</param>
/// <param name="Silence">Stretches without sound, in order, bounded in number.</param>
/// <param name="IsSilent">True when there are samples and no sound in any of them.</param>
/// <param name="Loudness">Null when not one sample came.</param>
public sealed record PcmMeasurements(
    PcmFormat? Format,
    long SampleCount,
    string Sha256,
    IReadOnlyList<byte>? Md5,
    long ClippedSamples,
    double? FirstClipAt,
    IReadOnlyList<SilentStretch> Silence,
    bool IsSilent,
    Loudness? Loudness)
{
    /// <summary>Seconds; 0 when nothing came.</summary>
    public double Duration => Format is { } format ? (double)SampleCount / format.SampleRate : 0;
}
