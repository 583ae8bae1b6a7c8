using System.Collections.ObjectModel;
using AudioServer.Application.Ports;
using AudioServer.Domain.AudioFiles;
using AudioServer.Infrastructure.Processes;

namespace AudioServer.Infrastructure.Probing;

/// <summary>
/// ffprobe in the cage. Where it gives up over a stream that it may not open a decoder for, a moving picture most of all, ffmpeg
/// names the audio stream by copying one packet of it: that opens no decoder at all.
/// </summary>
internal sealed class FfprobeStreamProber(SystemTools tools, Cage cage, CagedRunner runner) : IStreamProber, IDisposable
{
    /// <summary>The bound on a file is its CPU time; the wall time is far above it, so that a busy machine refuses no good file.</summary>
    private static readonly RunBounds Bounds = new(TimeSpan.FromSeconds(60), OutputBytes: 1024 * 1024, ErrorBytes: 256 * 1024);
    private static readonly CageLimits Limits = new(CpuSeconds: 10);

    /// <summary>As ffprobe 5 to 8 say it when <c>-codec_whitelist</c> keeps a stream's decoder closed; nothing else is printed then.</summary>
    private const string DecoderNotOpened = "Could not open codec for input stream";

    private const string TagNames = "title,artist,album,genre,date,year,track,comment";

    private const string Entries = "format=format_name,duration,bit_rate"
        + ":stream=codec_name,codec_type,sample_fmt,sample_rate,channels,bits_per_sample,bits_per_raw_sample,duration,bit_rate:stream_disposition=attached_pic";

    private readonly SemaphoreSlim _turns = new(Math.Max(2, Environment.ProcessorCount));

    public async Task<StreamFacts?> ProbeAsync(string path, string demuxer, CancellationToken cancellationToken)
    {
        if (!FfmpegAllowLists.Demuxers.Contains(demuxer))
        {
            throw new ArgumentException($"\"{demuxer}\" is not a demuxer that may be forced.", nameof(demuxer));
        }

        var ffprobe = tools.Ffprobe ?? throw new ProberUnavailableException("ffprobe is not installed.");
        await _turns.WaitAsync(cancellationToken);
        try
        {
            var source = new ProbeSource(demuxer, new FileInfo(path).Length, demuxer == "matroska" && EbmlDocType.IsWebM(path));
            var result = await ProbeAsync(ffprobe, path, demuxer, withTags: true, cancellationToken);
            if (result.Outcome == CagedOutcome.OutputTooLarge)
            {
                // A novel in the comment does not unmake the music.
                result = await ProbeAsync(ffprobe, path, demuxer, withTags: false, cancellationToken);
            }

            if (result.Outcome != CagedOutcome.Exited)
            {
                return null;
            }

            return result.Errors.Contains(DecoderNotOpened, StringComparison.Ordinal) && result.ExitCode != 0
                ? await CopyOnePacketAsync(path, source, cancellationToken)
                : FfprobeJson.Read(result.Output.Span, result.Errors, source);
        }
        finally
        {
            _turns.Release();
        }
    }

    public void Dispose() => _turns.Dispose();

    private Task<CagedResult> ProbeAsync(string ffprobe, string path, string demuxer, bool withTags, CancellationToken cancellationToken) =>
        RunAsync(
            ffprobe,
            path,
            [
                "-v", "warning", .. FfmpegAllowLists.InputOptions(demuxer), "-codec_whitelist:v", FfmpegAllowLists.PictureDecoders,
                "-show_entries", withTags ? $"{Entries}:format_tags={TagNames}:stream_tags={TagNames}" : Entries, "-of", "json=compact=1", Input(path),
            ],
            cancellationToken);

    private async Task<StreamFacts?> CopyOnePacketAsync(string path, ProbeSource source, CancellationToken cancellationToken)
    {
        var ffmpeg = tools.Ffmpeg ?? throw new ProberUnavailableException("ffmpeg is not installed.");
        var result = await RunAsync(
            ffmpeg,
            path,
            [
                "-v", "info", "-nostats", "-nostdin", .. FfmpegAllowLists.InputOptions(source.Demuxer), "-i", Input(path),
                "-map", "0:a:0", "-c", "copy", "-frames:a", "1", "-f", "framecrc", "pipe:1",
            ],
            cancellationToken);
        return result.Outcome == CagedOutcome.Exited ? FfmpegText.Read(result.Output.Span, result.Errors, source) : null;
    }

    private async Task<CagedResult> RunAsync(string tool, string path, ReadOnlyCollection<string> arguments, CancellationToken cancellationToken)
    {
        var result = await runner.RunAsync(new CagedCommand(tool, arguments, Limits) { Input = path }, Bounds, cancellationToken);
        return result.Outcome == CagedOutcome.CageFailed
            ? throw new ProberUnavailableException($"{Path.GetFileName(tool)} could not be run ({cage.Description}): {AudioTags.Clean(result.Errors)}")
            : result;
    }

    private string Input(string path) => "file:" + cage.Inside(path);
}

/// <summary>What is known of the file beside what the tool prints.</summary>
internal sealed record ProbeSource(string Demuxer, long Bytes, bool IsWebM);
