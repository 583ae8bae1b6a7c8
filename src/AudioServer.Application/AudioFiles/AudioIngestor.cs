using AudioServer.Application.Events;
using AudioServer.Application.Ports;
using AudioServer.Application.Telemetry;
using AudioServer.Domain.AudioFiles;
using AudioServer.Domain.Events;
using AudioServer.Domain.Failures;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace AudioServer.Application.AudioFiles;

/// <summary>
/// The one door by which bytes become an audio file: receive, check, prove to be audio, store, and only then the row.
/// A crash at any point leaves at most bytes without a row, which reconciliation removes.
/// </summary>
public sealed class AudioIngestor(
    UploadReception reception,
    AudioGate gate,
    IBlobStore blobs,
    StoredBytes bytes,
    IAudioDb db,
    EventLog events,
    ICaller caller,
    IIdGenerator ids,
    IOptions<LimitsOptions> limits,
    TimeProvider time)
{
    /// <summary>How often a new number is tried when others take names at the same time.</summary>
    private const int MaxNamingAttempts = 100;

    /// <exception cref="Failure">Why nothing was kept.</exception>
    public Task<AudioFile> IngestAsync(UploadContent content, FileName? name, OnConflict onConflict, LabelSet labels, CancellationToken cancellationToken) =>
        ApplicationTelemetry.CountUploadAsync(() => StoreAsync(content, name, onConflict, labels, cancellationToken));

    private async Task<AudioFile> StoreAsync(UploadContent content, FileName? name, OnConflict onConflict, LabelSet labels, CancellationToken cancellationToken)
    {
        // What can be refused is refused before the body is read, also by a database that is away: behind it bytes without a row would be left.
        if (name is null || onConflict != OnConflict.Fail)
        {
            await db.Usages.AsNoTracking().AnyAsync(usage => usage.OwnerId == caller.OwnerId, cancellationToken);
        }
        else if (await NameHolder.FindAsync(db, caller, name.Value, cancellationToken) is { } holder)
        {
            throw holder;
        }

        var room = await FindRoomAsync(onConflict == OnConflict.Replace ? name : null, cancellationToken);
        using var upload = await reception.ReceiveAsync(content, room, cancellationToken);
        var description = await gate.InspectAsync(upload, cancellationToken);
        var id = ids.NewId();
        name ??= FileName.Parse($"audio-{id}.{description.Extension}");
        var file = new AudioFile(id, caller.OwnerId, name, upload.Content, description, time.GetUtcNow());
        file.Relabel(labels, file.CreatedAt);

        // From here on a client that goes away must not leave half a file.
        await blobs.PutAsync(file.BlobKey, upload, CancellationToken.None);
        AudioFile? replaced;
        try
        {
            replaced = await SaveRowAsync(file, name, onConflict);
        }
        catch (Failure)
        {
            // Refused, and nothing written. After any other fault it is open whether the row lasts: the answer to a commit may be lost, and a commit that could not be flushed
            // may be found whole in the database's log after a crash. Then the bytes stay, and reconciliation judges them.
            await blobs.DeleteAsync(file.BlobKey, CancellationToken.None);
            throw;
        }

        if (replaced is not null)
        {
            await bytes.RemoveAsync(replaced);
        }

        return file;
    }

    /// <summary>Saves the row by the conflict rule; returns the file it replaced, whose bytes are now nobody's.</summary>
    private async Task<AudioFile?> SaveRowAsync(AudioFile file, FileName name, OnConflict onConflict)
    {
        for (var attempt = 1; attempt <= MaxNamingAttempts; attempt++)
        {
            var replaced = onConflict == OnConflict.Replace ? await HolderOf(name).Include(holder => holder.Labels).SingleOrDefaultAsync() : null;
            if (replaced is not null)
            {
                db.AudioFiles.Remove(replaced);
                events.Add(AudioEventType.Deleted, replaced);
            }

            db.AudioFiles.Add(file);
            events.Add(AudioEventType.Created, file);
            switch (await db.SaveAsync(CancellationToken.None))
            {
                case SaveOutcome.Saved:
                    return replaced;
                case SaveOutcome.OverQuota:
                    throw (await FindRoomAsync(null, CancellationToken.None))!.Value.Exceeded();
            }

            if (onConflict == OnConflict.Fail && await NameHolder.FindAsync(db, caller, name.Value, CancellationToken.None) is { } taken)
            {
                throw taken;
            }

            if (onConflict == OnConflict.Rename)
            {
                file.Rename(await FreeNameAsync(name), file.CreatedAt);
            }
        }

        throw new Unavailable("The name could not be had: too many others were taking it at the same time. Try again.");
    }

    /// <summary>Null where there is no quota.</summary>
    private async Task<QuotaRoom?> FindRoomAsync(FileName? replaced, CancellationToken cancellationToken)
    {
        if (limits.Value.QuotaBytes is not { } quota)
        {
            return null;
        }

        var owner = caller.OwnerId;
        var used = await db.Usages.AsNoTracking().Where(usage => usage.OwnerId == owner).Select(usage => usage.Bytes).SingleOrDefaultAsync(cancellationToken);
        var freed = replaced is null ? 0 : await HolderOf(replaced).Select(file => file.Size).SingleOrDefaultAsync(cancellationToken);
        return new QuotaRoom(quota, used - freed);
    }

    private async Task<FileName> FreeNameAsync(FileName name)
    {
        for (var number = 2; ; number++)
        {
            var candidate = name.Numbered(number);
            if (!await HolderOf(candidate).AnyAsync())
            {
                return candidate;
            }
        }
    }

    private IQueryable<AudioFile> HolderOf(FileName name) => FileSelector.ByName(name.Value).In(db.AudioFiles, caller);
}
