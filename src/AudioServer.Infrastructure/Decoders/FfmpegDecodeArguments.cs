using AudioServer.Domain.Pcm;
using AudioServer.Infrastructure.Probing;

namespace AudioServer.Infrastructure.Decoders;

/// <summary>The command lines by which ffmpeg decodes the first audio stream to a WAVE stream on its standard output.</summary>
internal static class FfmpegDecodeArguments
{
    /// <summary>
    /// Checksums inside the frames are compared, and nothing else is asked for. Measured on 260 sound files and bit flips in 17 kinds of file: with
    /// <c>crccheck</c> every flip is seen that any set of flags sees, but for 4 of 16 in MP3, and one sound file is complained of that is not
    /// without it (its checksums are wrong). <c>explode</c> drops the audio complained of, 15,000 samples of that file; <c>bitstream+buffer</c>
    /// complain of eight more sound MP3s.
    /// </summary>
    private const string Checks = "crccheck";

    private const string Meter = "ebur128=peak=true:framelog=verbose";

    private static readonly string[] Selection = ["-map", "0:a:0", "-vn", "-sn", "-dn", "-map_metadata", "-1", "-map_chapters", "-1"];

    /// <param name="demuxer">To be forced.</param>
    /// <param name="input">As ffmpeg is to open it.</param>
    /// <param name="encoding">Of the samples wanted.</param>
    /// <param name="loudness">Whether and how it is measured.</param>
    public static string[] Of(string demuxer, string input, PcmEncoding encoding, LoudnessMeasuring loudness)
    {
        string[] filters = loudness switch
        {
            { IsWanted: false } => [],
            { Layout: { } layout } => ["-af", $"aformat=channel_layouts={layout},{Meter}"],
            _ => ["-af", Meter],
        };
        string[] wave = ["-c:a", $"pcm_{encoding.Name()}", "-fflags", "+bitexact", "-f", "wav", "pipe:1"];

        // The samples go past the meter: it works on doubles, which do not hold samples of 64 bit, and where rate or channels change on the way it
        // drops what it holds back. That costs some 4 % of the time. The meter comes first, so that one that cannot be had fails before any sample has come.
        string[] outputs = loudness.IsWanted ? [.. Selection, .. filters, "-f", "null", "-", .. Selection, .. wave] : [.. Selection, .. wave];

        // Every frame is tried, however many fail. No -t: it would cut by time stamps, which a damaged file has wrong; samples are counted instead.
        return
        [
            "-nostats", "-nostdin", "-v", "level+info", "-max_error_rate", "1", "-filter_threads", "1",
            .. FfmpegAllowLists.InputOptions(demuxer), "-err_detect", Checks, "-threads", "1", "-i", input,
            .. outputs,
        ];
    }
}

/// <param name="IsWanted">False: the samples alone.</param>
/// <param name="Layout">ffmpeg's name of the channels' layout where the stream does not say it; null otherwise.</param>
internal sealed record LoudnessMeasuring(bool IsWanted, string? Layout = null);
