using System.Globalization;
using System.Text.RegularExpressions;
using AudioServer.Domain.AudioFiles;

namespace AudioServer.Infrastructure.Probing;

/// <summary>Takes numbers out of what a tool printed about a stranger's file; what cannot be true is null.</summary>
internal static partial class Plausible
{
    /// <summary>
    /// Seconds that one KiB may last. The longest honest file measured is silence in FLAC, 75 s a KiB at 44.1 kHz; a header of a few bytes
    /// that claims hours is no claim worth showing.
    /// </summary>
    private const double SecondsPerKiB = 3600;

    private const int MaxSampleRate = 10_000_000;
    private const int MaxChannels = 1024;
    private const long MaxBitRate = 100_000_000_000;

    /// <summary>Formats that hold no length: whatever is said about theirs is reckoned from bit rate or time stamps.</summary>
    private static readonly HashSet<string> WithoutLength =
    [
        "aac", "ac3", "adx", "amr", "amrnb", "amrwb", "aptx", "aptx_hd", "dts", "dtshd", "eac3", "g722", "g723_1", "g726", "g726le", "g729", "gsm", "ilbc",
        "loas", "mlp", "mpeg", "mpegts", "sbc", "spdif", "truehd", "alaw", "mulaw", "f32be", "f32le", "f64be", "f64le", "s8", "s16be", "s16le", "s24be",
        "s24le", "s32be", "s32le", "u8", "u16be", "u16le", "u24be", "u24le", "u32be", "u32le",
    ];

    public static bool StatesLength(string demuxer) => !WithoutLength.Contains(demuxer);

    public static double? Duration(string? seconds, long bytes) =>
        double.TryParse(seconds, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            && double.IsFinite(value) && value > 0 && value <= SecondsPerKiB * Math.Max(1, Math.Ceiling(bytes / 1024.0))
            ? value
            : null;

    public static int? SampleRate(long? hertz) => hertz is > 0 and <= MaxSampleRate ? (int)hertz : null;

    public static int? Channels(long? count) => count is > 0 and <= MaxChannels ? (int)count : null;

    public static long? BitRate(long? bitsPerSecond) => bitsPerSecond is > 0 and <= MaxBitRate ? bitsPerSecond : null;

    /// <summary>Null for lossy codecs, where the figure says nothing.</summary>
    public static int? BitsPerSample(string codec, long? bits) => bits is > 0 and <= 64 && IsLossless(codec) ? (int)bits : null;

    public static long? Integer(string? digits) =>
        long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : null;

    /// <summary>A word in ffmpeg's own alphabet, as its codec and format names are; else null.</summary>
    public static string? Name(string? name) => name is not null && FfmpegName().IsMatch(name) ? name : null;

    /// <param name="text">The value of a tag, or null when there is none of that name.</param>
    public static AudioTags Tags(Func<string, string?> text) => new(
        text("title"),
        text("artist"),
        text("album"),
        text("genre"),
        LeadingNumber(text("date")) ?? LeadingNumber(text("year")),
        LeadingNumber(text("track")),
        text("comment"));

    /// <summary>"2009-05-08" → 2009, "3/12" → 3.</summary>
    private static int? LeadingNumber(string? text)
    {
        var digits = text is null ? "" : Digits().Match(text).Value;
        return digits.Length == 0 ? null : int.Parse(digits, CultureInfo.InvariantCulture);
    }

    private static bool IsLossless(string codec) => codec is
        "flac" or "alac" or "ape" or "wavpack" or "tta" or "tak" or "shorten" or "wmalossless" or "mp4als"
            or "mlp" or "truehd" or "dst" or "ralf" or "osq" or "rka"
        || codec.StartsWith("dsd_", StringComparison.Ordinal) || codec.StartsWith("pcm_", StringComparison.Ordinal);

    [GeneratedRegex("^[a-zA-Z0-9_.,+-]{1,100}$", RegexOptions.CultureInvariant)]
    private static partial Regex FfmpegName();

    [GeneratedRegex(@"(?<=^\s*)[0-9]{1,4}", RegexOptions.CultureInvariant)]
    private static partial Regex Digits();
}
