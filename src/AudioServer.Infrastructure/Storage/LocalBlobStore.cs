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
        try
        {
            // Bytes first, then the name: a name that lasts is never one of bytes that do not.
            using (var file = File.OpenHandle(upload.Path))
            {
                DurableFiles.Sync(file);
            }

            DurableFiles.CreateFolder(folder);
            File.Move(upload.Path, path, overwrite: false);
            DurableFiles.SyncFolder(folder);
            return Task.CompletedTask;
        }
        catch (IOException fault)
        {
            log.LogError(fault, "Storing {Key} failed", key);
            File.Delete(path);
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
        catch (IOException fault)
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
            yield return new BlobInfo(file.Name, file.Length, file.LastWriteTimeUtc);
        }
    }

    private string PathOf(string key) => key.Length >= 8 && key.All(char.IsAsciiLetterOrDigit)
        ? Path.Combine(directory.Blobs, key[^2..], key[^4..^2], key)
        : throw new ArgumentException($"\"{key}\" is not a blob key.", nameof(key));
}
