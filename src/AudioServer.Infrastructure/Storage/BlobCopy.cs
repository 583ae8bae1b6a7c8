using AudioServer.Application.Maintenance;
using AudioServer.Application.Ports;
using AudioServer.Domain.AudioFiles;
using AudioServer.Infrastructure.Database;

namespace AudioServer.Infrastructure.Storage;

/// <summary>From one store into another, by the same way as an upload: hashed while it is written, forced to disk, and only then in its place.</summary>
/// <param name="open">The source's bytes, to be read once from the first to the last; null when it has none under this key. A disk's fault is thrown as it is.</param>
/// <param name="target">Where to.</param>
/// <param name="staging">Of the target.</param>
internal sealed class BlobCopy(Func<string, Task<Stream?>> open, IBlobStore target, IUploadStaging staging)
{
    private const int CopySize = 128 * 1024;

    /// <param name="blob">What is copied.</param>
    /// <param name="isReplaced">What the target has under its key goes, once the source's is known to be good: the two may be one store.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="DamagedBlobException">The source does not have it as its row says; nothing was put, and nothing has gone.</exception>
    public async Task<ContentFingerprint> CopyAsync(FileBlob blob, bool isReplaced, CancellationToken cancellationToken)
    {
        await using var bytes = await OpenAsync(blob);
        using var staged = await staging.WriteAsync(copy => ReadAsync(blob, bytes, copy, cancellationToken), cancellationToken);
        if (staged.Content.Size != (blob.Size ?? bytes.Length))
        {
            throw new DamagedBlobException(blob, BlobDamage.WrongSize);
        }

        if (staged.Content.Sha256 != (blob.Sha256 ?? staged.Content.Sha256))
        {
            throw new DamagedBlobException(blob, BlobDamage.WrongDigest);
        }

        if (isReplaced)
        {
            await target.DeleteAsync(blob.Key, cancellationToken);
        }

        await target.PutAsync(blob.Key, staged, cancellationToken);
        return staged.Content;
    }

    private async Task<Stream> OpenAsync(FileBlob blob) => await OfTheSourceAsync(blob, () => open(blob.Key)) ?? throw new DamagedBlobException(blob, BlobDamage.Missing);

    private static async Task ReadAsync(FileBlob blob, Stream bytes, Stream copy, CancellationToken cancellationToken)
    {
        var buffer = new byte[CopySize];
        for (int read; (read = await OfTheSourceAsync(blob, () => bytes.ReadAsync(buffer, cancellationToken).AsTask())) > 0;)
        {
            await copy.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
        }
    }

    /// <summary>What the source does not give is told apart from what the target does not take.</summary>
    /// <exception cref="DamagedBlobException">Its disk does not give it.</exception>
    /// <exception cref="SourceFailedException">It does not work.</exception>
    public static Task<T> OfTheSourceAsync<T>(FileBlob blob, Func<Task<T>> read) => SourceFailedException.MarkAsync(async () =>
    {
        try
        {
            return await read();
        }
        catch (Exception fault) when (DurableFiles.IsOfTheDisk(fault))
        {
            throw new DamagedBlobException(blob, BlobDamage.Unreadable, fault);
        }
    });
}

/// <param name="FileId">Whose.</param>
/// <param name="Key">Its key.</param>
/// <param name="Size">Bytes; null: its row does not tell.</param>
/// <param name="Sha256">Lower-case hex; null: its row does not tell.</param>
internal sealed record FileBlob(Guid FileId, string Key, long? Size, string? Sha256)
{
    /// <summary>All that is kept of a file.</summary>
    public static IEnumerable<FileBlob> Of(SnapshotFile file)
    {
        yield return new FileBlob(file.Id, AudioFile.BlobKeyOf(file.Id), file.Size, file.Sha256);
        if (file.WaveformKey is { } waveform)
        {
            yield return new FileBlob(file.Id, waveform, null, null);
        }
    }
}

/// <summary>A blob is not what its row says; the others are copied all the same.</summary>
internal sealed class DamagedBlobException(FileBlob blob, BlobDamage damage, Exception? inner = null) : Exception($"{blob.Key}: {damage}", inner)
{
    public DamagedBlob Blob { get; } = new(blob.FileId, blob.Key, damage);
}
