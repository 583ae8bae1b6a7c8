using System.Runtime.CompilerServices;
using AudioServer.Application.Ports;
using Microsoft.Extensions.Logging;

namespace AudioServer.Infrastructure.Storage;

/// <summary>Blobs as files under <c>blobs/</c>, spread over two levels of folders by the last, random digits of their keys.</summary>
internal sealed class LocalBlobStore(DataDirectory directory, ILogger<LocalBlobStore> log) : IBlobStore
{
    private readonly BlobFolders _folders = new(directory.Blobs);
    private readonly MarkFile _mark = new(directory);
    private readonly Lock _lock = new();

    /// <summary>What is to be deleted when deletions are held no more; null while they are not.</summary>
    private List<string>? _held;

    public string Place => directory.Blobs;

    public Task PutAsync(string key, IStagedUpload upload, CancellationToken cancellationToken)
    {
        var path = PathOf(key);
        var folder = Path.GetDirectoryName(path)!;
        var moved = false;
        try
        {
            // The name before the flush, so that one commit of the journal serves both. A crash in between may leave a name of bytes that did not last: it has no row,
            // which is what makes a blob count, and reconciliation removes it.
            using var file = File.OpenHandle(upload.Path);
            _folders.Make(folder);
            File.Move(upload.Path, path, overwrite: false);
            moved = true;
            DurableFiles.Sync(file);
            _folders.Sync(folder);
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

    public Task<Stream?> OpenAsync(string key, CancellationToken cancellationToken) =>
        Task.FromResult<Stream?>(Find(key, path => new BlobStream(File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete))));

    public Task<ILocalBlob?> OpenLocalAsync(string key, CancellationToken cancellationToken) => Task.FromResult<ILocalBlob?>(Find(key, path =>
    {
        // A look at the name alone takes a folder that may not be read for a blob that is not there.
        File.OpenHandle(path).Dispose();
        return new Original(path);
    }));

    /// <summary>No blob goes from now on; what is deleted meanwhile goes when this is disposed of. After a crash it stays, and reconciliation removes it.</summary>
    /// <exception cref="InvalidOperationException">They are held already.</exception>
    public IDisposable HoldDeletions()
    {
        lock (_lock)
        {
            _held = _held is null ? [] : throw new InvalidOperationException("Deletions are held already.");
        }

        return new Hold(this);
    }

    /// <summary>A blob to be read once, from its first byte to its last; null when there is no such blob. A disk's fault is thrown as it is.</summary>
    public Stream? OpenSequential(string key) =>
        Open(key, path => new FileStream(path, new FileStreamOptions { Share = FileShare.Read | FileShare.Delete, BufferSize = 0, Options = FileOptions.SequentialScan }));

    /// <summary>Bytes; null when there is no such blob.</summary>
    public long? SizeOf(string key) => new FileInfo(PathOf(key)) is { Exists: true, Length: var length } ? length : null;

    public Task DeleteAsync(string key, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_held is not null)
            {
                _held.Add(key);
                return Task.CompletedTask;
            }
        }

        Remove(key);
        return Task.CompletedTask;
    }

    private T? Find<T>(string key, Func<string, T> open)
        where T : class => Attempt("Opening", key, () => Open(key, open));

    /// <summary>What the disk refuses is logged, and told in the terms of a request.</summary>
    private T Attempt<T>(string doing, string what, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception fault) when (DurableFiles.IsOfTheDisk(fault))
        {
            log.LogError(fault, "{Doing} {What} failed", doing, what);
            throw DurableFiles.ToFailure(fault);
        }
    }

    private T? Open<T>(string key, Func<string, T> open)
        where T : class
    {
        var path = PathOf(key);
        try
        {
            return open(path);
        }
        catch (Exception absent) when (absent is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    private void Remove(string key)
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
    }

    private void Release()
    {
        List<string> held;
        lock (_lock)
        {
            (held, _held) = (_held!, null);
        }

        held.ForEach(Remove);
    }

    public async IAsyncEnumerable<BlobInfo> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.Yield();
        foreach (var file in new DirectoryInfo(directory.Blobs).EnumerateFiles("*", SearchOption.AllDirectories))
        {
            cancellationToken.ThrowIfCancellationRequested();

            // What lies elsewhere than a blob of its name would is not ours to tell of, let alone to remove. One that is gone since has no size.
            if (BlobKey.IsValid(file.Name) && file.FullName == PathOf(file.Name) && file.Exists)
            {
                yield return new BlobInfo(file.Name, file.Length, file.LastWriteTimeUtc);
            }
        }
    }

    /// <summary>What arrives stands in <c>tmp/</c>, which is swept at every start.</summary>
    public Task DropUnfinishedAsync(DateTimeOffset before, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<string?> FindMarkAsync(CancellationToken cancellationToken) => Task.FromResult(Attempt("Reading", StoreBinding.MarkName, _mark.Find));

    public Task MarkAsync(string mark, CancellationToken cancellationToken) => Task.FromResult(Attempt("Writing", StoreBinding.MarkName, () => _mark.Write(mark)));

    private string PathOf(string key) => Path.Combine(directory.Blobs, BlobKey.Checked(key)[^2..], key[^4..^2], key);

    private sealed class Hold(LocalBlobStore store) : IDisposable
    {
        public void Dispose() => store.Release();
    }

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
