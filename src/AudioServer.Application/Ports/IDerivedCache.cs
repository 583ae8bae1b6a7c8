namespace AudioServer.Application.Ports;

/// <summary>
/// Derived files, made once and kept until the room is needed for those used later. What is lost can be made again, so nothing here is forced
/// to stable storage; but a file is there complete or not at all.
/// </summary>
public interface IDerivedCache
{
    /// <summary>The file of this key, which <paramref name="make"/> makes when there is none: once, however many ask for it meanwhile. Null when there was nothing to make it of.</summary>
    /// <exception cref="Domain.Failures.Busy">As many are being made already as may be at a time.</exception>
    /// <exception cref="Domain.Failures.StorageFull">There is no room to make it in; nothing is left of it.</exception>
    Task<DerivedFile?> GetOrMakeAsync(DerivedKey key, DerivedMaker make, CancellationToken cancellationToken);

    /// <summary>Removes all that was derived of a file that is no more. Streams that are open go on.</summary>
    Task DropAsync(Guid fileId, CancellationToken cancellationToken);
}

/// <summary>
/// Writes a derived file and answers its length in seconds; null when its source is gone. It may go on for others when the request that brought it
/// has ended, so it uses nothing that ends with that; its token is cancelled when nobody waits any more.
/// </summary>
/// <param name="path">A local file that exists and is empty.</param>
/// <param name="cancellationToken">Cancelled when nobody waits for the result.</param>
public delegate Task<double?> DerivedMaker(string path, CancellationToken cancellationToken);

/// <param name="FileId">The source.</param>
/// <param name="Derivation">What is made of it: <see cref="Domain.Derived.Derivation.Key"/>.</param>
public readonly record struct DerivedKey(Guid FileId, string Derivation);

/// <param name="Bytes">Seekable, at its beginning; whoever gets it closes it. Complete, also when the file is removed meanwhile.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Sha256">Lower-case hex.</param>
/// <param name="Duration">Seconds.</param>
/// <param name="MadeAt">To the millisecond.</param>
public sealed record DerivedFile(Stream Bytes, long Size, string Sha256, double Duration, DateTimeOffset MadeAt);
