using AudioServer.Application.Events;
using AudioServer.Application.Ports;
using AudioServer.Application.Telemetry;
using AudioServer.Domain.AudioFiles;
using AudioServer.Domain.Events;
using AudioServer.Domain.Verification;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace AudioServer.Application.Verification;

/// <summary>
/// The queue that the rows are: claiming with a lease, keeping the lease, and what ends it. A claim's fence makes the database refuse what a
/// worker saves after another has claimed the file.
/// </summary>
public sealed class VerificationJobs(IAudioDb db, EventLog events, TimeProvider time, IOptions<VerificationOptions> options)
{
    /// <summary>
    /// Takes a file: one never verified before all others, of these one with fewer tries, so that one that ends the server with it does not stand before the rest, of these the one that
    /// waits longest. Null when none waits. Files that have used up their tries are given up on the way.
    /// </summary>
    public async Task<Claim?> ClaimAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var now = time.GetUtcNow();

            // Each by itself is the first of its part of the queue's index; of both together the whole queue would have to be sorted.
            var waiting = await FirstAsync(VerificationState.Pending, now, cancellationToken);
            var abandoned = await FirstAsync(VerificationState.Running, now, cancellationToken);
            var file = new[] { waiting, abandoned }.OfType<AudioFile>().MinBy(file => (file.IsReverification, file.Tries, file.QueuedAt));
            if (file is null)
            {
                return null;
            }

            if (file.IsOutOfTries)
            {
                await ConcludeAsync(new Claim(file), GivenUp(file), file.WaveformKey);
                continue;
            }

            file.BeginVerification(now + VerifyNextCommand.Lease);
            if (await db.SaveAsync(cancellationToken) == SaveOutcome.Saved)
            {
                return new Claim(file);
            }
        }
    }

    private Task<AudioFile?> FirstAsync(VerificationState state, DateTimeOffset now, CancellationToken cancellationToken) => db.TakeFirstAsync(
        db.AudioFiles
            .Where(row => row.State == VerificationState.Pending || row.State == VerificationState.Running)
            .Where(row => row.State == state && (row.LeaseUntil == null || row.LeaseUntil <= now))
            .OrderBy(row => row.IsReverification).ThenBy(row => row.Tries).ThenBy(row => row.QueuedAt),
        cancellationToken);

    /// <summary>Renews the lease and tells how far the work is; false when the file is gone or another's.</summary>
    public async Task<bool> KeepAsync(Claim claim, double progress)
    {
        if (await LoadAsync(claim) is not { } file)
        {
            return false;
        }

        file.KeepLease(time.GetUtcNow() + VerifyNextCommand.Lease, progress);

        // Overtaken is not lost; the next beat tells.
        await db.SaveAsync(CancellationToken.None);
        return true;
    }

    /// <summary>Puts the file back when the server stops or the claim is lost: at once, and the try does not count.</summary>
    public Task ReturnAsync(Claim claim) => ChangeAsync(claim, file => file.ReturnToQueue(time.GetUtcNow()));

    /// <summary>Puts the file back after a fault, for a while. The try counts unless the fault is known to be the server's.</summary>
    public Task PutOffAsync(Claim claim, bool isOfTheServer) => ChangeAsync(claim, file =>
    {
        var notBefore = time.GetUtcNow() + options.Value.RetryDelay;
        if (isOfTheServer)
        {
            file.ReturnToQueue(notBefore);
        }
        else
        {
            file.AwaitTry(notBefore);
        }
    });

    /// <summary>
    /// Records what came out. A verdict that only says that the try came to no end is recorded when it was the last try; before, the file waits for the next.
    /// Returns the keys of blobs that are nobody's now.
    /// </summary>
    public async Task<IReadOnlyList<string>> ConcludeAsync(Claim claim, VerificationReport report, string? waveformKey)
    {
        ArgumentNullException.ThrowIfNull(claim);
        ArgumentNullException.ThrowIfNull(report);
        IReadOnlyList<string> unused = waveformKey is null ? [] : [waveformKey];
        if (report.MayBeTriedAgain && !claim.File.IsOutOfTries)
        {
            await ChangeAsync(claim, file => file.AwaitTry(time.GetUtcNow() + options.Value.RetryDelay));
            return unused;
        }

        string? former = null;
        var stored = await db.Reports.AsNoTracking().AnyAsync(row => row.AudioFileId == claim.File.Id);
        var isDone = await ChangeAsync(claim, file =>
        {
            former = file.WaveformKey;
            file.Conclude(report, waveformKey, time.GetUtcNow());
            var row = new AudioFileReport(file.Id, report);
            _ = stored ? db.Reports.Update(row) : db.Reports.Add(row);
            events.Add(AudioEventType.Verified, file);
        });
        if (!isDone)
        {
            // An answer may have been lost after the database took it.
            return await db.AudioFiles.AnyAsync(row => row.Id == claim.File.Id && row.WaveformKey == waveformKey) ? [] : unused;
        }

        ApplicationTelemetry.Concluded(report.State);
        return former is null ? [] : [former];
    }

    private static VerificationReport GivenUp(AudioFile file) => VerificationReport.WithoutDecoding(
        VerificationSource.DeclaredBy(file),
        new Finding(FindingCodes.Interrupted, Severity.Error, $"Verifying this file was begun {AudioFile.MaxTries} times and never came to a verdict; it is tried no more."));

    /// <summary>Changes the claimed file and saves, again while others' changes come between; false when it is gone or another's.</summary>
    private async Task<bool> ChangeAsync(Claim claim, Action<AudioFile> change)
    {
        while (await LoadAsync(claim) is { } file)
        {
            change(file);
            if (await db.SaveAsync(CancellationToken.None) == SaveOutcome.Saved)
            {
                return true;
            }
        }

        return false;
    }

    private Task<AudioFile?> LoadAsync(Claim claim) =>
        db.AudioFiles.Include(row => row.Labels).SingleOrDefaultAsync(row => row.Id == claim.File.Id && row.Fence == claim.File.Fence, CancellationToken.None);
}

/// <summary>A file that one worker may verify.</summary>
/// <param name="File">As it was when it was claimed.</param>
public sealed record Claim(AudioFile File);
