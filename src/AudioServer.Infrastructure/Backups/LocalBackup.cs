using AudioServer.Application.Maintenance;
using AudioServer.Application.Ports;
using AudioServer.Domain.AudioFiles;
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
internal sealed class LocalBackup(DataDirectory source, SqliteSnapshot database, LocalBlobStore blobs, IIdGenerator ids, TimeProvider time, ILogger<LocalBackup> log, ILogger<LocalBlobStore> storeLog) : IBackup
{
    private const int CopySize = 128 * 1024;

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
        var started = time.GetUtcNow();
        var files = await database.WriteAsync(folder.Data.PartialDatabase, cancellationToken);
        var wanted = files.SelectMany(BlobsOf).ToList();
        var copying = new Copying(blobs, new LocalBlobStore(folder.Data, storeLog), new UploadStaging(folder.Data, ids));
        for (var done = 0; done < wanted.Count; done++)
        {
            Progress = new BackupProgress(done, wanted.Count);
            await copying.CopyAsync(wanted[done], cancellationToken);
        }

        await folder.CompleteAsync(new BackupManifest("", started, time.GetUtcNow(), files.Count, wanted.Count, copying.Damaged.Count), cancellationToken);

        // Only now: until here a former backup may have been what the folder is good for.
        var removed = await copying.RemoveOthersAsync(wanted.Select(blob => blob.Key).ToHashSet(), cancellationToken);
        return new BackupReport(files.Count, wanted.Count, copying.Bytes, copying.CopiedBlobs, copying.CopiedBytes, removed, copying.Damaged);
    }

    private static IEnumerable<WantedBlob> BlobsOf(SnapshotFile file)
    {
        yield return new WantedBlob(file.Id, AudioFile.BlobKeyOf(file.Id), file.Size, file.Sha256);
        if (file.WaveformKey is { } waveform)
        {
            yield return new WantedBlob(file.Id, waveform, null, null);
        }
    }

    /// <param name="FileId">Whose.</param>
    /// <param name="Key">Its key.</param>
    /// <param name="Size">Null: its row does not tell.</param>
    /// <param name="Sha256">Null: its row does not tell.</param>
    private sealed record WantedBlob(Guid FileId, string Key, long? Size, string? Sha256);

    /// <summary>From one store into another, by the same way as an upload: hashed while it is written, forced to disk, and only then in its place.</summary>
    private sealed class Copying(LocalBlobStore source, LocalBlobStore target, UploadStaging staging)
    {
        public List<DamagedBlob> Damaged { get; } = [];

        public int CopiedBlobs { get; private set; }

        public long CopiedBytes { get; private set; }

        public long Bytes { get; private set; }

        public async Task CopyAsync(WantedBlob blob, CancellationToken cancellationToken)
        {
            if (target.SizeOf(blob.Key) is { } there)
            {
                // Complete, for it was given its name when it was.
                Bytes += there;
                return;
            }

            try
            {
                await using var bytes = await OpenAsync(blob.Key) ?? throw new DamagedException(BlobDamage.Missing);
                using var staged = await staging.WriteAsync(stream => CopyAsync(bytes, stream, cancellationToken), cancellationToken);
                if (staged.Content.Size != (blob.Size ?? bytes.Length))
                {
                    throw new DamagedException(BlobDamage.WrongSize);
                }

                if (staged.Content.Sha256 != (blob.Sha256 ?? staged.Content.Sha256))
                {
                    throw new DamagedException(BlobDamage.WrongDigest);
                }

                await target.PutAsync(blob.Key, staged, cancellationToken);
                CopiedBlobs++;
                CopiedBytes += staged.Content.Size;
                Bytes += staged.Content.Size;
            }
            catch (DamagedException damaged)
            {
                Damaged.Add(new DamagedBlob(blob.FileId, blob.Key, damaged.Damage));
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

        private static async Task CopyAsync(Stream bytes, Stream copy, CancellationToken cancellationToken)
        {
            var buffer = new byte[CopySize];
            for (int read; (read = await ReadAsync(() => bytes.ReadAsync(buffer, cancellationToken).AsTask())) > 0;)
            {
                await copy.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            }
        }

        /// <summary>What the server's own disk does not give is told apart from what the backup's does not take.</summary>
        private static async Task<T> ReadAsync<T>(Func<Task<T>> read)
        {
            try
            {
                return await read();
            }
            catch (Exception fault) when (DurableFiles.IsOfTheDisk(fault))
            {
                throw new DamagedException(BlobDamage.Unreadable, fault);
            }
        }

        private Task<Stream?> OpenAsync(string key) => ReadAsync(() => Task.FromResult(source.OpenSequential(key)));
    }

    /// <summary>A blob is not what its row says; the others are copied all the same.</summary>
    private sealed class DamagedException(BlobDamage damage, Exception? inner = null) : Exception(damage.ToString(), inner)
    {
        public BlobDamage Damage => damage;
    }
}
