namespace AudioServer.Application.Ports;

/// <summary>
/// Bytes by key. Keys are lower-case letters and digits; content under a key never changes. A store that does not work just now is
/// <see cref="Domain.Failures.Unavailable"/>, one without room <see cref="Domain.Failures.StorageFull"/>; neither is ever read as "not there".
/// </summary>
public interface IBlobStore
{
    /// <summary>Where it is, for an operator: a folder, or a bucket and what stands before its keys.</summary>
    string Place { get; }

    /// <summary>Takes over the staged bytes under <paramref name="key"/>; on stable storage when it returns. The staged file is gone then.</summary>
    Task PutAsync(string key, IStagedUpload upload, CancellationToken cancellationToken);

    /// <summary>A seekable stream over the bytes, which the caller closes; null when there are none under this key.</summary>
    Task<Stream?> OpenAsync(string key, CancellationToken cancellationToken);

    /// <summary>A local file that holds the bytes, for tools that need a path; null when there are none under this key.</summary>
    Task<ILocalBlob?> OpenLocalAsync(string key, CancellationToken cancellationToken);

    /// <summary>
    /// Removes the bytes; none being there is no fault, and what cannot be removed is logged and left to reconciliation. Streams that are open go on where
    /// the store can do so; else their next read finds the store unavailable.
    /// </summary>
    Task DeleteAsync(string key, CancellationToken cancellationToken);

    /// <summary>Every blob, in no order.</summary>
    IAsyncEnumerable<BlobInfo> ListAsync(CancellationToken cancellationToken);

    /// <summary>Removes what the store holds of puts that began before then and came to no end. It takes room and is under no key.</summary>
    Task DropUnfinishedAsync(DateTimeOffset before, CancellationToken cancellationToken);

    /// <summary>What the store was marked with first; null when it never was. The mark lies beside the blobs and goes with them into every copy of the store.</summary>
    Task<string?> FindMarkAsync(CancellationToken cancellationToken);

    /// <summary>Marks the store; one that is marked already stays as it is.</summary>
    Task MarkAsync(string mark, CancellationToken cancellationToken);
}

/// <summary>A blob as a local file. Disposing it removes the copy, if one had to be made.</summary>
public interface ILocalBlob : IDisposable
{
    /// <summary>Absolute. The file may go away when the blob is deleted.</summary>
    string Path { get; }
}

/// <summary>One blob.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Size">Bytes.</param>
/// <param name="LastModified">When it was written.</param>
public sealed record BlobInfo(string Key, long Size, DateTimeOffset LastModified);
