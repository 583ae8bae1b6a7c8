using AudioServer.Application.Ports;
using AudioServer.Application.Telemetry;
using AudioServer.Domain.Pcm;
using AudioServer.Domain.Structure;
using AudioServer.Domain.Verification;
using Microsoft.Extensions.Options;

namespace AudioServer.Application.Verification;

/// <summary>
/// Proves one local file: our own walk over its structure beside one pass of decoding, whose samples every measure shares, and then the judge.
/// </summary>
public sealed class Verifier(IAudioDecoder decoder, TimeProvider time, IOptions<VerificationOptions> options)
{
    /// <summary>No recording is longer; what decodes to more is a bomb.</summary>
    private const double MaxSeconds = 7 * 24 * 3600;

    /// <param name="source">The file.</param>
    /// <param name="waveform">Takes the stored waveform, forward only; stays open.</param>
    /// <param name="progress">Told from 0 to 1 on the way; null when nobody asks.</param>
    /// <param name="cancellationToken">Ends it without a verdict.</param>
    /// <exception cref="DecoderUnavailableException">The decoder cannot run; no fault of the file's.</exception>
    public async Task<VerificationReport> VerifyAsync(VerificationSource source, Stream waveform, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        using var span = ApplicationTelemetry.Source.StartActivity("verify");
        span?.SetTag("audioserver.container", source.Container).SetTag("audioserver.codec", source.Codec).SetTag("audioserver.size", source.Size);
        var started = time.GetTimestamp();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var walking = Task.Run(() => Walk(source, stop.Token), stop.Token);
        try
        {
            using var meter = new PcmMeter(source.Md5Bits, waveform) { BitsPerSample = source.IntegerBits };
            var decoding = await decoder.DecodeAsync(RequestFor(source), Counted(meter.Receive, source.ExpectedDuration, progress), cancellationToken);
            var structure = await walking;
            var report = Judge.Pass(new Evidence(source.Container, source.Codec, source.Size, source.Declared, structure, decoding, meter.Complete(), time.GetElapsedTime(started).TotalSeconds));
            span?.SetTag("audioserver.state", report.State.ToString().ToLowerInvariant());
            ApplicationTelemetry.Verified(report);
            return report;
        }
        finally
        {
            // The walk reads the file, which the caller may remove when this returns.
            await stop.CancelAsync();
            await Task.WhenAny(walking);
        }
    }

    private static FileStructure Walk(VerificationSource source, CancellationToken cancellationToken)
    {
        using var content = new FileStream(source.Path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0);
        return StructureScanner.Scan(content, source.Demuxer, source.Codec, cancellationToken);
    }

    private static PcmReceiver Counted(PcmReceiver receive, double? duration, IProgress<double>? progress)
    {
        if (progress is null || duration is not > 0)
        {
            return receive;
        }

        var samples = 0L;
        return (format, frames) =>
        {
            receive(format, frames);
            samples += frames.Length / format.FrameSize;
            progress.Report(Math.Min(0.99, samples / (duration.Value * format.SampleRate)));
        };
    }

    private DecodeRequest RequestFor(VerificationSource source) =>
        new(source.Path, source.Demuxer, source.Encoding, options.Value.TimeLimit(source.ExpectedDuration), MaxSeconds);
}
