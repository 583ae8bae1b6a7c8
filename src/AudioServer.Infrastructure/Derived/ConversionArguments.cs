using System.Globalization;
using AudioServer.Domain.Derived;
using AudioServer.Domain.Pcm;
using AudioServer.Infrastructure.Probing;

namespace AudioServer.Infrastructure.Derived;

/// <summary>
/// The command line that makes a derived file. All of it is numbers and words of ours: no text of a request or a file comes near it.
/// Encoders are told to leave out versions, dates and random numbers, so that what is made again has the same bytes and the same digest.
/// </summary>
internal static class ConversionArguments
{
    /// <summary>By number of channels: the layouts that FLAC, Vorbis and Opus fix (RFC 9639 §9.1.3; Vorbis I §4.3.9), and which ffmpeg's AAC takes as well.</summary>
    private static readonly string[] Layouts = ["mono", "stereo", "3.0", "quad", "5.0", "5.1", "6.1", "7.1"];

    /// <param name="input">The source as ffmpeg is to open it.</param>
    /// <param name="demuxer">To be forced.</param>
    /// <param name="derivation">What to make.</param>
    /// <param name="output">The result as ffmpeg is to open it.</param>
    public static string[] Of(string input, string demuxer, Derivation derivation, string output) =>
    [
        // At this level the last lines count the samples.
        "-v", "verbose", "-nostats", "-nostdin", "-y", .. FfmpegAllowLists.InputOptions(demuxer), "-threads", "1",

        // Where rate or channels change on the way, ffmpeg would build the filters anew, and they would count samples from zero again.
        .. derivation.IsSlice ? ["-reinit_filter", "0"] : Array.Empty<string>(),
        "-i", input, "-map", "0:a:0", "-map_metadata", "-1", "-map_chapters", "-1", "-threads", "1",
        "-af", Filters(derivation), .. Encoder(derivation), "-fflags", "+bitexact", "-flags:a", "+bitexact", output,
    ];

    /// <summary>
    /// Decoding begins at the beginning and the filter counts samples, because seeking is exact in few formats: behind a seek an MP3 decoder lacks what
    /// earlier frames left, and the encoder's delay is not taken off.
    /// </summary>
    private static string Filters(Derivation derivation)
    {
        // The first one does nothing to a source that has the rate it was said to have, and else makes the counts below right.
        List<string> filters = [FormattableString.Invariant($"aresample={derivation.SourceRate}")];
        if (derivation.IsSlice)
        {
            var end = derivation.EndSample is { } sample ? FormattableString.Invariant($":end_sample={sample}") : "";
            filters.Add(FormattableString.Invariant($"atrim=start_sample={derivation.FirstSample}{end}"));
            filters.Add("asetpts=N/SR/TB");
        }

        // Mixing down must not clip: the weights of a mix add up to one at most.
        var layout = derivation.Channels is { } channels and <= 8 ? $":channel_layouts={Layouts[channels - 1]}" : "";
        filters.Add(FormattableString.Invariant($"aresample={derivation.SampleRate}:rematrix_maxval=1"));
        filters.Add(FormattableString.Invariant($"aformat=sample_rates={derivation.SampleRate}{layout}"));
        return string.Join(',', filters);
    }

    private static string[] Encoder(Derivation derivation) => derivation.Format switch
    {
        DerivedFormat.Wav => ["-c:a", $"pcm_{derivation.Encoding.Name()}", "-f", "wav"],
        DerivedFormat.Flac => ["-c:a", "flac", "-sample_fmt", derivation.Encoding == PcmEncoding.S16 ? "s16" : "s32", "-f", "flac"],
        DerivedFormat.Mp3 => ["-c:a", "libmp3lame", "-q:a", "2", "-id3v2_version", "0", "-f", "mp3"],
        DerivedFormat.Opus => ["-c:a", "libopus", "-f", "opus"],
        DerivedFormat.Ogg => ["-c:a", "libvorbis", "-q:a", "5", "-f", "ogg"],
        _ => ["-c:a", "aac", "-b:a", AacBitRate(derivation), "-movflags", "+faststart", "-f", "ipod"],
    };

    /// <summary>Two bits a sample, which is 96 kbit/s a channel at 48 kHz.</summary>
    private static string AacBitRate(Derivation derivation) => (2L * derivation.SampleRate * (derivation.Channels ?? 2)).ToString(CultureInfo.InvariantCulture);
}
