using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using AudioServer.Application.Ports;
using AudioServer.Domain.AudioFiles;

namespace AudioServer.Infrastructure.Probing;

/// <summary>
/// Reads what <c>ffmpeg -c copy -f framecrc</c> says of an audio stream: codec and rate from the header on its standard output, the
/// container, its length and the other streams from the lines at the left edge of standard error, where no text of the file's stands.
/// </summary>
internal static partial class FfmpegText
{
    /// <summary>Null when no audio stream was copied. The container's length counts as an estimate: the picture may last longer than the sound.</summary>
    public static StreamFacts? Read(ReadOnlySpan<byte> header, string errors, ProbeSource source)
    {
        var fields = HeaderLine().Matches(Encoding.UTF8.GetString(header)).ToLookup(line => line.Groups[1].Value, line => line.Groups[2].Value);
        if (fields["media_type"].FirstOrDefault() != "audio" || Input().Match(errors) is not { Success: true } input)
        {
            return null;
        }

        var codec = Plausible.Name(fields["codec_id"].FirstOrDefault()) ?? "unknown";
        var videos = Video().Matches(errors).ToLookup(line => line.Value.TrimEnd().EndsWith("(attached pic)", StringComparison.Ordinal));
        return new StreamFacts(
            input.Groups[1].Value,
            codec,
            Plausible.SampleRate(Plausible.Integer(fields["sample_rate"].FirstOrDefault())),
            Plausible.Channels(Channels(fields["channel_layout_name"].FirstOrDefault())),
            Plausible.BitsPerSample(codec, PcmBits(codec)),
            BitRate: null,
            DeclaredDuration: null,
            Plausible.Duration(Length(errors), source.Bytes),
            HasVideo: videos[false].Any(),
            HasCover: videos[true].Any(),
            source.IsWebM,
            AudioTags.None,
            SampleFormat: null);
    }

    private static string? Length(string errors) =>
        Duration().Match(errors) is { Success: true } match && TimeSpan.TryParse(match.Groups[1].Value, CultureInfo.InvariantCulture, out var length)
            ? length.TotalSeconds.ToString(CultureInfo.InvariantCulture)
            : null;

    /// <summary>"stereo" → 2, "5.1(side)" → 6, "3 channels" → 3; null for names of which the count cannot be told.</summary>
    internal static long? Channels(string? layout) => layout switch
    {
        null => null,
        "mono" => 1,
        "stereo" or "downmix" or "binaural" => 2,
        "quad" or "quad(side)" => 4,
        "hexagonal" => 6,
        "octagonal" or "cube" => 8,
        "hexadecagonal" => 16,
        _ when Counted().Match(layout) is { Success: true } counted => Plausible.Integer(counted.Groups[1].Value),
        _ when Dotted().Match(layout) is { Success: true } dotted => dotted.Groups[1].Value.Split('.').Sum(part => Plausible.Integer(part) ?? 0),
        _ => null,
    };

    private static long? PcmBits(string codec) => Pcm().Match(codec) is { Success: true } match ? Plausible.Integer(match.Groups[1].Value) : null;

    [GeneratedRegex(@"^#(media_type|codec_id|sample_rate|channel_layout_name) 0: (.{1,100})$", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex HeaderLine();

    [GeneratedRegex(@"^Input #0, ([a-z0-9_,]{1,100}), from '", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Input();

    [GeneratedRegex(@"^  Duration: ([0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{2}), ", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Duration();

    [GeneratedRegex(@"^  Stream #0:[0-9]+(\[0x[0-9a-f]+\])?(\([a-zA-Z]{0,8}\))?: Video: .*$", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Video();

    [GeneratedRegex("^([0-9]{1,4}) channels", RegexOptions.CultureInvariant)]
    private static partial Regex Counted();

    [GeneratedRegex(@"^([0-9]{1,2}(\.[0-9]{1,2}){1,2})(\([a-z-]+\))?$", RegexOptions.CultureInvariant)]
    private static partial Regex Dotted();

    [GeneratedRegex("^pcm_[suf]([0-9]{1,2})", RegexOptions.CultureInvariant)]
    private static partial Regex Pcm();
}
