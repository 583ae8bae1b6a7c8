using AudioServer.Application.Maintenance;
using AudioServer.Application.Ports;
using AudioServer.Domain.Failures;
using AudioServer.Infrastructure.Database.Sqlite;
using AudioServer.Infrastructure.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace AudioServer.Infrastructure.Backups;

/// <summary>
/// Backs up SQLite and local blobs. Rows are copied first, at one moment, and then the blobs they name; no blob goes meanwhile, so that each is there.
/// What is in the folder already is not copied again.
/// </summary>
internal sealed class LocalBackup(DataDirectory source, SqliteSnapshot database, LocalBlobStore blobs, StoreBinding binding, IIdGenerator ids, TimeProvider time, ILogger<LocalBackup> log, ILogger<LocalBlobStore> storeLog) : IBackup
{
    private int _isAtWork;

    public BackupProgress? Progress { get; private set; }

    public async Task<BackupReport> WriteAsync(string directory, CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _isAtWork, 1) == 1)
        {
            throw new Busy("A backup is being written already.");
        }

        try
        {
            await binding.ConfirmAsync(cancellationToken);
            using var folder = BackupFolder.Open(directory, source);
            using var held = blobs.HoldDeletions();
            var report = await WriteAsync(folder, cancellationToken);
            log.LogInformation("Backed up {Files} files to {Directory}: {Copied} blobs copied, {Removed} removed, {Damaged} damaged", report.Files, directory, report.CopiedBlobs, report.RemovedBlobs, report.Damaged.Count);
            return report;
        }
        catch (Exception fault) when (fault is StorageFull or Unavailable or SqliteException || DurableFiles.IsOfTheDisk(fault))
        {
            log.LogError(fault, "The backup to {Directory} could not be finished", directory);
            throw new Unavailable($"The backup to {directory} is not finished: {(fault.InnerException ?? fault).Message} A backup that was whole there before is so still. Mend it and run this again; what was copied is not copied twice.", fault);
        }
        finally
        {
            Progress = null;
            Volatile.Write(ref _isAtWork, 0);
        }
    }

    private async Task<BackupReport> WriteAsync(BackupFolder folder, CancellationToken cancellationToken)
    {
        var target = new LocalBlobStore(folder.Data, storeLog);
        var mark = await blobs.FindMarkAsync(cancellationToken);
        await RefuseOthersAsync(target, mark, folder.Data.Root, cancellationToken);
        var started = time.GetUtcNow();
        var files = await database.WriteAsync(folder.Data.PartialDatabase, cancellationToken);
        var wanted = files.SelectMany(FileBlob.Of).ToList();
        var copying = new Copying(blobs, target, new UploadStaging(folder.Data, ids));
        for (var done = 0; done < wanted.Count; done++)
        {
            Progress = new BackupProgress(done, wanted.Count);
            await copying.CopyAsync(wanted[done], cancellationToken);
        }

        if (mark is not null)
        {
            // The copy of a store has its mark, by which the rows beside it know it.
            await target.MarkAsync(mark, cancellationToken);
        }

        await folder.CompleteAsync(new BackupManifest("", started, time.GetUtcNow(), files.Count, wanted.Count, copying.Damaged.Count), cancellationToken);

        // Only now: until here a former backup may have been what the folder is good for.
        var removed = await copying.RemoveOthersAsync(wanted.Select(blob => blob.Key).ToHashSet(), cancellationToken);
        return new BackupReport(files.Count, wanted.Count, copying.Bytes, copying.CopiedBlobs, copying.CopiedBytes, removed, copying.Damaged);
    }

    /// <exception cref="InvalidParameter">The folder has another's.</exception>
    private static async Task RefuseOthersAsync(LocalBlobStore target, string? mark, string directory, CancellationToken cancellationToken)
    {
        if (await target.FindMarkAsync(cancellationToken) is { } found && found != mark)
        {
            throw new InvalidParameter("directory", $"No backup is written to {directory}: it holds another installation's, or that of another storage. Name another directory, or empty this one.");
        }
    }

    /// <summary>What came of each blob so far.</summary>
    private sealed class Copying(LocalBlobStore source, LocalBlobStore target, UploadStaging staging)
    {
        private readonly BlobCopy _copy = new(key => Task.FromResult(source.OpenSequential(key)), target, staging);

        public List<DamagedBlob> Damaged { get; } = [];

        public int CopiedBlobs { get; private set; }

        public long CopiedBytes { get; private set; }

        public long Bytes { get; private set; }

        public async Task CopyAsync(FileBlob blob, CancellationToken cancellationToken)
        {
            if (target.SizeOf(blob.Key) is { } there)
            {
                // Complete, for it was given its name when it was.
                Bytes += there;
                return;
            }

            try
            {
                var copied = await _copy.CopyAsync(blob, isReplaced: false, cancellationToken);
                CopiedBlobs++;
                CopiedBytes += copied.Size;
                Bytes += copied.Size;
            }
            catch (DamagedBlobException damaged)
            {
                Damaged.Add(damaged.Blob);
            }
        }

        public async Task<int> RemoveOthersAsync(HashSet<string> wanted, CancellationToken cancellationToken)
        {
            var removed = 0;
            await foreach (var blob in target.ListAsync(cancellationToken))
            {
                if (!wanted.Contains(blob.Key))
                {
                    await target.DeleteAsync(blob.Key, cancellationToken);
                    removed++;
                }
            }

            return removed;
        }
    }
}
