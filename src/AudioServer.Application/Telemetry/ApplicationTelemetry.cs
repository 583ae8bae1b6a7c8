using System.Diagnostics;
using System.Diagnostics.Metrics;
using AudioServer.Domain.AudioFiles;
using AudioServer.Domain.Failures;
using AudioServer.Domain.Verification;

namespace AudioServer.Application.Telemetry;

/// <summary>
/// What the use cases measure and trace, of this process. Instruments are named as OpenTelemetry has it; <c>/metrics</c> shows them as Prometheus does
/// (<c>audioserver.uploads</c> is <c>audioserver_uploads_total</c>), and docs/operations.md says what each means. No tag holds what a client sent.
/// </summary>
public static class ApplicationTelemetry
{
    /// <summary>A client that went away, or whose body ended early.</summary>
    private const string Interrupted = "interrupted";

    private const string Stored = "stored";

    public static readonly Meter Meter = new("AudioServer.Application");

    /// <summary>Of the meter's name.</summary>
    public static readonly ActivitySource Source = new(Meter.Name);

    private static readonly Counter<long> Uploads = Meter.CreateCounter<long>(
        "audioserver.uploads", "{upload}", "Uploads that ended, by outcome: stored, interrupted, or the problem code of what refused them.");

    private static readonly Counter<long> StoredBytes = Meter.CreateCounter<long>(
        "audioserver.uploads.stored", "By", "Bytes of the files that were stored.");

    private static readonly Histogram<double> VerificationSeconds = Meter.CreateHistogram(
        "audioserver.verification.duration",
        "s",
        "Time that decoding and judging one file took, uploads and checks.",
        advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800] });

    private static readonly Counter<double> VerifiedAudio = Meter.CreateCounter<double>(
        "audioserver.verification.audio", "s", "Length of the audio that was decoded; over the time that it took, the speed.");

    private static readonly Counter<long> Verdicts = Meter.CreateCounter<long>(
        "audioserver.verification.verdicts", "{file}", "Verdicts on stored files, by state.");

    /// <summary>Has the series that alerts look at be there from the start: a rate begins with the second point.</summary>
    public static void Begin()
    {
        StoredBytes.Add(0);
        VerifiedAudio.Add(0);
        foreach (var outcome in (string[])[Stored, Interrupted, "storage_full", "unavailable", "internal"])
        {
            Uploads.Add(0, Outcome(outcome));
        }

        foreach (var state in (VerificationState[])[VerificationState.Ok, VerificationState.Suspect, VerificationState.Broken, VerificationState.Skipped])
        {
            Verdicts.Add(0, StateOf(state));
        }
    }

    /// <summary>Counts an upload by how it ends.</summary>
    public static async Task<AudioFile> CountUploadAsync(Func<Task<AudioFile>> upload)
    {
        ArgumentNullException.ThrowIfNull(upload);
        try
        {
            var file = await upload();
            Uploads.Add(1, Outcome(Stored));
            StoredBytes.Add(file.Size);
            return file;
        }
        catch (Exception fault)
        {
            Uploads.Add(1, Outcome(fault switch
            {
                Failure failure => failure.Code,
                OperationCanceledException or IOException => Interrupted,
                _ when DatabaseFault.Is(fault) => "unavailable",
                _ => "internal",
            }));
            throw;
        }
    }

    /// <summary>Measures a file that was decoded, whether or not it is stored.</summary>
    public static void Verified(VerificationReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        VerificationSeconds.Record(report.Elapsed);
        VerifiedAudio.Add(report.Measured?.Duration ?? 0);
    }

    /// <summary>Counts a verdict on a stored file.</summary>
    public static void Concluded(VerificationState state) => Verdicts.Add(1, StateOf(state));

    private static KeyValuePair<string, object?> Outcome(string outcome) => new("outcome", outcome);

    private static KeyValuePair<string, object?> StateOf(VerificationState state) => new("state", state.ToString().ToLowerInvariant());
}
