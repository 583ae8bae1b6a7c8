using System.Collections.Concurrent;
using AudioServer.Application.Maintenance;
using AudioServer.Domain.AudioFiles;
using AudioServer.Domain.Failures;
using AudioServer.Infrastructure.Storage;

namespace AudioServer.Infrastructure.Moving;

/// <summary>Blobs from one store into another, several at a time. Each is read back from there and compared, also one that a former run has put.</summary>
internal sealed class BlobTransfer(Installation source, Installation target, MigrationProgress progress)
{
    /// <summary>A store elsewhere lets one wait for each of them.</summary>
    private const int AtATime = 4;

    private readonly BlobCopy _copy = new(key => source.OpenAsync(key, CancellationToken.None), target.Blobs, target.Staging);
    private readonly ConcurrentQueue<DamagedBlob> _damaged = [];
    private long _done;
    private long _bytes;
    private int _copied;
    private long _copiedBytes;

    /// <summary>Bytes of those that are there now.</summary>
    public long Bytes => _bytes;

    /// <summary>Those that were not there before.</summary>
    public int Copied => _copied;

    /// <summary>Of these.</summary>
    public long CopiedBytes => _copiedBytes;

    public IReadOnlyList<DamagedBlob> Damaged => [.. _damaged];

    /// <param name="blobs">All of the source.</param>
    /// <param name="isNew">The target has no rows yet.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="VerbRefusedException">The target has no rows and yet blobs of its own.</exception>
    /// <exception cref="SourceFailedException">The source's store does not work.</exception>
    /// <exception cref="Failure">The target's does not, or has no room.</exception>
    public async Task RunAsync(IReadOnlyCollection<FileBlob> blobs, bool isNew, CancellationToken cancellationToken)
    {
        var there = await KeysAsync(target, cancellationToken);
        if (isNew)
        {
            await RefuseForeignAsync([.. there.Except(blobs.Select(blob => blob.Key))], cancellationToken);
        }

        await Parallel.ForEachAsync(blobs, new ParallelOptions { MaxDegreeOfParallelism = AtATime, CancellationToken = cancellationToken }, async (blob, token) =>
        {
            try
            {
                var content = await TransferAsync(blob, there.Contains(blob.Key), token);
                Interlocked.Add(ref _bytes, content.Size);
            }
            catch (DamagedBlobException damaged)
            {
                _damaged.Enqueue(damaged.Blob);
            }

            progress.Tell("blobs", Interlocked.Increment(ref _done), blobs.Count);
        });
    }

    private static async Task<HashSet<string>> KeysAsync(Installation installation, CancellationToken cancellationToken) =>
        await installation.Blobs.ListAsync(cancellationToken).Select(blob => blob.Key).ToHashSetAsync(cancellationToken: cancellationToken);

    /// <summary>A store in which another installation's bytes lie is none to move into: each would take the other's for its orphans, and remove them.</summary>
    private async Task RefuseForeignAsync(HashSet<string> foreign, CancellationToken cancellationToken)
    {
        if (foreign.Count > 0)
        {
            // Where only rows move, both have one store.
            foreign.ExceptWith(await SourceFailedException.MarkAsync(() => KeysAsync(source, cancellationToken)));
        }

        if (foreign.Count > 0)
        {
            throw new VerbRefusedException($"The target's store holds {foreign.Count} {(foreign.Count == 1 ? "blob that is" : "blobs that are")} not of the source, such as {foreign.Min(StringComparer.Ordinal)}. Give the target a directory, or a bucket or prefix, of its own.");
        }
    }

    private async Task<ContentFingerprint> TransferAsync(FileBlob blob, bool isThere, CancellationToken cancellationToken)
    {
        if (isThere && await IsSameAsync(blob, cancellationToken) is { } same && target.Keeps(blob.Key))
        {
            return same;
        }

        var copied = await _copy.CopyAsync(blob, isReplaced: isThere, cancellationToken);
        if (await target.FingerprintAsync(blob.Key, cancellationToken) != copied)
        {
            throw new Unavailable($"The target's store gives other bytes under {blob.Key} than it was given.");
        }

        Interlocked.Increment(ref _copied);
        Interlocked.Add(ref _copiedBytes, copied.Size);
        return copied;
    }

    /// <summary>What the target has, when it is what it should be. Where no row tells, the source's own bytes do.</summary>
    private async Task<ContentFingerprint?> IsSameAsync(FileBlob blob, CancellationToken cancellationToken)
    {
        var wanted = blob is { Size: { } size, Sha256: { } sha256 }
            ? new ContentFingerprint(size, sha256)
            : await BlobCopy.OfTheSourceAsync(blob, () => source.FingerprintAsync(blob.Key, cancellationToken)) ?? throw new DamagedBlobException(blob, BlobDamage.Missing);
        return await target.FingerprintAsync(blob.Key, cancellationToken) == wanted ? wanted : null;
    }
}
