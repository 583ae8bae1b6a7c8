using AudioServer.Domain.AudioFiles;

namespace AudioServer.Domain.Verification;

/// <summary>The outcome of one verification, whole.</summary>
/// <param name="State"><see cref="VerificationState.Ok"/>, <see cref="VerificationState.Suspect"/>, <see cref="VerificationState.Broken"/> or <see cref="VerificationState.Skipped"/>.</param>
/// <param name="Elapsed">Seconds that it took.</param>
/// <param name="Decoder">What decoded; null when nothing did.</param>
/// <param name="Declared">What the file states of itself.</param>
/// <param name="Measured">What its audio is; null when nothing was decoded.</param>
/// <param name="Loudness">Null when nothing was decoded.</param>
/// <param name="Silence">Stretches without sound, in order.</param>
/// <param name="ClippedSamples">Samples of any channel in a run at full scale.</param>
/// <param name="Findings">The weightiest first.</param>
/// <param name="FindingCount">How many there were; more than <paramref name="Findings"/> holds where a kind was found very often.</param>
public sealed record VerificationReport(
    VerificationState State,
    double Elapsed,
    DecoderIdentity? Decoder,
    DeclaredAudio Declared,
    MeasuredAudio? Measured,
    Loudness? Loudness,
    IReadOnlyList<SilentStretch> Silence,
    long ClippedSamples,
    IReadOnlyList<Finding> Findings,
    int FindingCount)
{
    private static readonly string[] OfOneTry = [FindingCodes.TimedOut, FindingCodes.DecoderDied];

    /// <summary>True when another try may end otherwise: what the decoder did, and not what it decoded, decided.</summary>
    public bool MayBeTriedAgain => Findings.Any(finding => finding.Severity == Severity.Error && OfOneTry.Contains(finding.Code));

    /// <summary>Of a file that nothing was decoded of.</summary>
    public static VerificationReport WithoutDecoding(DeclaredAudio declared, Finding finding) =>
        new(VerificationState.Broken, 0, null, declared, null, null, [], 0, [finding], 1);
}

/// <param name="Name">Such as <c>ffmpeg</c>.</param>
/// <param name="Version">As the decoder tells it.</param>
public sealed record DecoderIdentity(string Name, string Version);

/// <summary>What a file's own headers state. Null: they do not, or state nonsense.</summary>
/// <param name="Duration">Seconds.</param>
/// <param name="SampleCount">Samples of one channel.</param>
/// <param name="SampleRate">Hz.</param>
/// <param name="Channels">Count.</param>
/// <param name="BitsPerSample">Only for PCM, DSD and lossless codecs.</param>
/// <param name="BitRate">bit/s.</param>
public sealed record DeclaredAudio(double? Duration, long? SampleCount, int? SampleRate, int? Channels, int? BitsPerSample, long? BitRate);

/// <summary>What decoded.</summary>
/// <param name="Duration">Seconds: <paramref name="SampleCount"/> ÷ <paramref name="SampleRate"/>.</param>
/// <param name="SampleCount">Samples of one channel, encoder delay and padding removed where the file declares them.</param>
/// <param name="SampleRate">Hz.</param>
/// <param name="Channels">Count.</param>
/// <param name="SampleFormat">How the digest's samples are written: <c>u8</c>, <c>s16le</c>, <c>s24le</c>, <c>s32le</c>, <c>s64le</c>, <c>f32le</c>, <c>f64le</c>.</param>
/// <param name="PcmSha256">Over the interleaved little-endian samples in that format; lower-case hex.</param>
public sealed record MeasuredAudio(double Duration, long SampleCount, int SampleRate, int Channels, string SampleFormat, string PcmSha256);

/// <summary>Loudness by EBU R 128 and peaks. Null: there was too little sound to tell.</summary>
/// <param name="IntegratedLufs">LUFS.</param>
/// <param name="RangeLu">LU.</param>
/// <param name="TruePeakDbtp">dBTP, of the loudest channel.</param>
/// <param name="SamplePeakDbfs">dBFS, of the loudest channel.</param>
public sealed record Loudness(double? IntegratedLufs, double? RangeLu, double? TruePeakDbtp, double? SamplePeakDbfs);

/// <summary>A stretch without sound.</summary>
/// <param name="From">Seconds.</param>
/// <param name="To">Seconds.</param>
public sealed record SilentStretch(double From, double To);
