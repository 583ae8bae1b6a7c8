using System.Globalization;
using System.Text.RegularExpressions;
using AudioServer.Application.Ports;
using AudioServer.Domain.Failures;
using AudioServer.Infrastructure.Probing;
using AudioServer.Infrastructure.Processes;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AudioServer.Infrastructure.Derived;

/// <summary>ffmpeg in the cage, with the one output file beside the one input: WAV, FLAC and MP4 headers can only be finished when the sound has ended.</summary>
internal sealed partial class FfmpegAudioConverter(SystemTools tools, Cage cage, CagedRunner runner, IOptions<DerivedOptions> options, ILogger<FfmpegAudioConverter> log) : IAudioConverter
{
    /// <summary>Ten hours of FLAC to MP3 take some seven minutes. The wall time is only there for a tool that hangs.</summary>
    private const int CpuSeconds = 600;
    private static readonly RunBounds Bounds = new(TimeSpan.FromMinutes(20), OutputBytes: 4096);

    /// <summary>What RIFF and MP4 can count.</summary>
    private const long MaxBytes = uint.MaxValue;

    /// <summary>128 and SIGXFSZ: the kernel ended it for writing more than it may.</summary>
    private const int TooLarge = 153;

    /// <summary>128 and SIGKILL, or ffmpeg's own 255 on the SIGXCPU before it.</summary>
    private const int Killed = 137;
    private const int Stopped = 255;

    public async Task<Conversion> ConvertAsync(ConversionRequest request, CancellationToken cancellationToken)
    {
        if (!FfmpegAllowLists.Demuxers.Contains(request.Demuxer))
        {
            throw new ArgumentException($"\"{request.Demuxer}\" is not a demuxer that may be forced.", nameof(request));
        }

        var most = Math.Min(options.Value.CacheBytes, MaxBytes);
        var ffmpeg = tools.Ffmpeg ?? throw Away("ffmpeg is not installed.");
        var arguments = ConversionArguments.Of("file:" + cage.Inside(request.Path), request.Demuxer, request.Derivation, "file:" + cage.InsideOutput(request.Output));
        var command = new CagedCommand(ffmpeg, arguments, new CageLimits(CpuSeconds, FileSize: most)) { Input = request.Path, Output = request.Output };
        var result = await runner.RunAsync(command, Bounds, cancellationToken);
        if (result.Outcome == CagedOutcome.CageFailed)
        {
            throw Away(result.Errors);
        }

        // Looked for first: ffmpeg ends with 0 when it could not write the last of its buffers.
        if (NoRoom().IsMatch(result.Errors))
        {
            throw new StorageFull(new IOException("ffmpeg found no room for what it wrote."));
        }

        return result.Outcome != CagedOutcome.Exited || result.ExitCode is TooLarge or Killed or Stopped || new FileInfo(request.Output).Length > most
            ? new Conversion(ConversionEnd.OutOfBounds)
            : Judge(result);
    }

    private static Conversion Judge(CagedResult result) => (result.ExitCode, Last(Encoded(), result.Errors), Last(Decoded(), result.Errors)) switch
    {
        (0, { } encoded and > 0, _) => new Conversion(ConversionEnd.Done, encoded),
        (0, _, > 0) => new Conversion(ConversionEnd.NothingThere),
        _ => new Conversion(ConversionEnd.Impossible),
    };

    /// <summary>The count on the last such line; null when there is none.</summary>
    private static long? Last(Regex line, string errors) =>
        line.Matches(errors) is [.., var match] && long.TryParse(match.Groups[1].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : null;

    private Unavailable Away(string why)
    {
        log.LogError("Audio cannot be converted ({Cage}): {Reason}", cage.Description, Domain.AudioFiles.AudioTags.Clean(why));
        return new Unavailable("The server cannot convert audio just now.");
    }

    // Words of the file's own stand behind an indent or a bracket, never at the left edge.
    [GeneratedRegex(@"^[^\s\[].*: (No space left on device|Disk quota exceeded)\r?$", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex NoRoom();

    [GeneratedRegex(@"^  Output stream #0:0 \(audio\): .*\(([0-9]{1,18}) samples\)", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Encoded();

    [GeneratedRegex(@"^  Input stream #0:[0-9]+ \(audio\): .*\(([0-9]{1,18}) samples\)", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Decoded();
}
