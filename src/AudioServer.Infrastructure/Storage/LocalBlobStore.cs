using System.Runtime.CompilerServices;
using AudioServer.Application.Ports;
using Microsoft.Extensions.Logging;

namespace AudioServer.Infrastructure.Storage;

/// <summary>Blobs as files under <c>blobs/</c>, spread over two levels of folders by the last, random digits of their keys.</summary>
internal sealed class LocalBlobStore(DataDirectory directory, ILogger<LocalBlobStore> log) : IBlobStore
{
    public Task PutAsync(string key, IStagedUpload upload, CancellationToken cancellationToken)
    {
        var path = PathOf(key);
        var folder = Path.GetDirectoryName(path)!;
        var moved = false;
        try
        {
            // Bytes first, then the name: a name that lasts is never one of bytes that do not.
            using (var file = File.OpenHandle(upload.Path))
            {
                DurableFiles.Sync(file);
            }

            DurableFiles.CreateFolder(folder);
            File.Move(upload.Path, path, overwrite: false);
            moved = true;
            DurableFiles.SyncFolder(folder);
            return Task.CompletedTask;
        }
        catch (Exception fault) when (DurableFiles.IsOfTheDisk(fault))
        {
            log.LogError(fault, "Storing {Key} failed", key);
            if (moved)
            {
                // Only what this call put there; a blob that was there before is somebody's.
                File.Delete(path);
            }

            throw DurableFiles.ToFailure(fault);
        }
    }

    public Task<Stream?> OpenAsync(string key, CancellationToken cancellationToken)
    {
        try
        {
            return Task.FromResult<Stream?>(new FileStream(PathOf(key), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0));
        }
        catch (Exception absent) when (absent is FileNotFoundException or DirectoryNotFoundException)
        {
            return Task.FromResult<Stream?>(null);
        }
    }

    public Task<ILocalBlob?> OpenLocalAsync(string key, CancellationToken cancellationToken)
    {
        var path = PathOf(key);
        return Task.FromResult<ILocalBlob?>(File.Exists(path) ? new Original(path) : null);
    }

    public Task DeleteAsync(string key, CancellationToken cancellationToken)
    {
        try
        {
            File.Delete(PathOf(key));
        }
        catch (DirectoryNotFoundException)
        {
            // No folder, no file.
        }
        catch (Exception fault) when (DurableFiles.IsOfTheDisk(fault))
        {
            // The row is gone and the answer is true; reconciliation removes the bytes.
            log.LogWarning(fault, "Removing {Key} failed", key);
        }

        return Task.CompletedTask;
    }

    public async IAsyncEnumerable<BlobInfo> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.Yield();
        foreach (var file in new DirectoryInfo(directory.Blobs).EnumerateFiles("*", SearchOption.AllDirectories))
        {
            cancellationToken.ThrowIfCancellationRequested();

            // What lies elsewhere than a blob of its name would is not ours to tell of, let alone to remove. One that is gone since has no size.
            if (IsKey(file.Name) && file.FullName == PathOf(file.Name) && file.Exists)
            {
                yield return new BlobInfo(file.Name, file.Length, file.LastWriteTimeUtc);
            }
        }
    }

    private static bool IsKey(string name) => name.Length >= 8 && name.All(char.IsAsciiLetterOrDigit);

    private string PathOf(string key) => IsKey(key)
        ? Path.Combine(directory.Blobs, key[^2..], key[^4..^2], key)
        : throw new ArgumentException($"\"{key}\" is not a blob key.", nameof(key));

    /// <summary>The blob itself: nothing is to be removed afterwards.</summary>
    private sealed class Original(string path) : ILocalBlob
    {
        public string Path => path;

        public void Dispose()
        {
            // It is no copy.
        }
    }
}
