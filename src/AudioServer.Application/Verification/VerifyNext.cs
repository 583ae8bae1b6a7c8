using AudioServer.Application.Ports;
using AudioServer.Domain.AudioFiles;
using AudioServer.Domain.Failures;
using AudioServer.Domain.Verification;
using MediatR;
using Microsoft.Extensions.Logging;

namespace AudioServer.Application.Verification;

/// <summary>Claims the file that waits longest, proves it, records the verdict. Answers false when none waits.</summary>
/// <param name="Beat">Called with every heartbeat while the work goes on; null when nobody listens.</param>
public sealed record VerifyNextCommand(Action? Beat = null) : IRequest<bool>
{
    /// <summary>A worker that has not said for so long that it is alive counts as lost.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    /// <summary>How often a worker says that it is alive, and how far it is.</summary>
    public static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(1);
}

internal sealed class VerifyNextHandler(
    VerificationJobs jobs,
    PatientJobs patient,
    Verifier verifier,
    IUploadStaging staging,
    IBlobStore blobs,
    IIdGenerator ids,
    TimeProvider time,
    ILogger<VerifyNextHandler> log) : IRequestHandler<VerifyNextCommand, bool>
{
    public async Task<bool> Handle(VerifyNextCommand request, CancellationToken cancellationToken)
    {
        if (await jobs.ClaimAsync(cancellationToken) is not { } claim)
        {
            return false;
        }

        try
        {
            await VerifyAsync(claim, request.Beat, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // The server stops, or the file is gone or claimed anew.
            await jobs.ReturnAsync(claim);
            cancellationToken.ThrowIfCancellationRequested();
        }
        catch (Exception fault)
        {
            log.LogError(fault, "Verifying {Id} could not be done", claim.File.Id);
            await patient.SaveAsync(claim, () => jobs.PutOffAsync(claim, IsOfTheServer(fault)), cancellationToken);
        }

        return true;
    }

    /// <summary>Disk, storage, database, cage: no file is blamed for them. But where its bytes are missing, waiting does not bring them, and its tries come to an end.</summary>
    private static bool IsOfTheServer(Exception fault) => fault is not FileNotFoundException && (fault is DecoderUnavailableException or IOException or UnauthorizedAccessException or Failure || DatabaseFault.Is(fault));

    private async Task VerifyAsync(Claim claim, Action? beat, CancellationToken cancellationToken)
    {
        using var content = await blobs.OpenLocalAsync(claim.File.BlobKey, cancellationToken) ?? throw new FileNotFoundException($"The bytes of {claim.File.Id} are missing from the blob store.");
        VerificationReport? report = null;
        using var waveform = await staging.WriteAsync(async stream => report = await DecodeAsync(claim, VerificationSource.Of(claim.File, content.Path), stream, beat, cancellationToken), cancellationToken);

        // From here on the work is done; a server that stops must not lose it.
        var key = report!.Measured is null ? null : AudioFile.NewWaveformKey(ids.NewId());
        if (key is not null)
        {
            await blobs.PutAsync(key, waveform, CancellationToken.None);
        }

        IReadOnlyList<string> unused = [];
        await patient.SaveAsync(claim, async () => unused = await jobs.ConcludeAsync(claim, report, key), cancellationToken);
        foreach (var blob in unused)
        {
            await blobs.DeleteAsync(blob, CancellationToken.None);
        }
    }

    /// <summary>Decodes, and says every second that the work goes on; ends it when it is nobody's any more.</summary>
    private async Task<VerificationReport> DecodeAsync(Claim claim, VerificationSource source, Stream waveform, Action? beat, CancellationToken cancellationToken)
    {
        var progress = new LastProgress();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var heartbeat = new PeriodicTimer(VerifyNextCommand.Heartbeat, time);
        var verifying = verifier.VerifyAsync(source, waveform, progress, stop.Token);
        try
        {
            while (await Task.WhenAny(verifying, heartbeat.WaitForNextTickAsync(CancellationToken.None).AsTask()) != verifying && await patient.FindKeptAsync(claim, progress.Value) != false)
            {
                // Until it is done, or lost. A database that is away takes nothing from anybody.
                beat?.Invoke();
            }
        }
        finally
        {
            if (!verifying.IsCompleted)
            {
                await stop.CancelAsync();
                await Task.WhenAny(verifying);
            }
        }

        return await verifying;
    }

    /// <summary>The last value told, for whoever looks now and then.</summary>
    private sealed class LastProgress : IProgress<double>
    {
        private double _value;

        public double Value => Volatile.Read(ref _value);

        void IProgress<double>.Report(double value) => Volatile.Write(ref _value, value);
    }
}
