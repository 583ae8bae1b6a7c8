namespace AudioServer.Domain.Verification.Rules;

/// <summary>How exactly the headers of a format tell its length, for files of which no walk could count the samples.</summary>
internal static class DeclaredPrecision
{
    /// <summary>
    /// Samples of the longest customary frame, twice over: the encoder's delay in front and the padding behind are part of the declared length in
    /// some files and not in others (MP3: 1105 and up to 1152; AAC: 1024 or 2112; WMA: 2048).
    /// </summary>
    private const int TwoFrames = 2 * 2048;

    private const double Rounding = 0.000_001;
    private const double Millisecond = 0.002;

    /// <summary>Of formats whose stated length is a hint to a player: reckoned from the greatest bit rate, or from a time that runs on behind the audio.</summary>
    private const double HintSeconds = 0.5;

    private const double HintShare = 0.1;

    private static readonly HashSet<string> Exact = ["wv", "tta", "ape", "tak", "mpc", "mpc8", "flac", "wav", "w64", "aiff", "au", "caf", "dsf", "iff"];

    private static readonly HashSet<string> CountingSamples =
        ["flac", "alac", "tta", "wavpack", "ape", "tak", "mp4als", "shorten", "mlp", "truehd", "dst", "ralf", "vorbis", "opus"];

    /// <summary>Seconds by which the number itself may be rounded.</summary>
    public static double Seconds(string container) => Exact.Contains(container) ? Rounding : Millisecond;

    /// <summary>Seconds by which a sound file's audio may differ from <paramref name="declared"/>, rounding not counted; null: what is declared is no measure at all.</summary>
    public static double? Tolerance(string container, string codec, double declared, int rate) => container switch
    {
        // Encoders differ by seconds in what they put there, with preroll and without.
        "asf" => null,
        "matroska" or "mp4" or "mp3" or "ogg" => (double)TwoFrames / rate,
        _ when Exact.Contains(container) => (CountsSamples(codec) ? 1.0 : TwoFrames) / rate,
        _ => HintSeconds + (HintShare * declared),
    };

    private static bool CountsSamples(string codec) =>
        CountingSamples.Contains(codec) || codec.StartsWith("pcm_", StringComparison.Ordinal) || codec.StartsWith("dsd_", StringComparison.Ordinal);
}
