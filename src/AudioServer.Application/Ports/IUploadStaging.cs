using System.IO.Pipelines;
using AudioServer.Domain.AudioFiles;

namespace AudioServer.Application.Ports;

/// <summary>Where uploads stand while they arrive and are looked at. The one place that computes digests.</summary>
public interface IUploadStaging
{
    /// <summary>Receives <paramref name="content"/> to its end into a private file, hashing on the way; memory does not grow with its length.</summary>
    /// <exception cref="Domain.Failures.TooLarge">More than <paramref name="maxBytes"/> came; nothing is kept.</exception>
    /// <exception cref="Domain.Failures.StorageFull">The disk is full; nothing is kept.</exception>
    Task<IStagedUpload> ReceiveAsync(PipeReader content, long maxBytes, CancellationToken cancellationToken);

    /// <summary>Lets <paramref name="write"/> fill a private file, forward only; what it throws leaves nothing behind.</summary>
    /// <exception cref="Domain.Failures.StorageFull">The disk is full; nothing is kept.</exception>
    Task<IStagedUpload> WriteAsync(Func<Stream, Task> write, CancellationToken cancellationToken);
}

/// <summary>A received file, complete but not yet stored. Disposing it removes the file, unless a blob store has taken it over.</summary>
public interface IStagedUpload : IDisposable
{
    /// <summary>A local path that a prober can open.</summary>
    string Path { get; }

    ContentFingerprint Content { get; }

    /// <summary>A fresh seekable stream over the bytes, which the caller closes.</summary>
    Stream OpenRead();
}
