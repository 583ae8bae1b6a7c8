using AudioServer.Application.Ports;
using AudioServer.Domain.AudioFiles;

namespace AudioServer.Application.AudioFiles;

/// <summary>All bytes that are kept of a file: its content, its waveform and what was derived from it.</summary>
public sealed class StoredBytes(IBlobStore blobs, IDerivedCache derived)
{
    /// <summary>Removes them; to be called when the row is gone for good, whether or not the client still waits.</summary>
    public async Task RemoveAsync(AudioFile file)
    {
        ArgumentNullException.ThrowIfNull(file);

        // At once: a store that is silent is waited for one time.
        await Task.WhenAll(file.BlobKeys.Select(key => blobs.DeleteAsync(key, CancellationToken.None)));
        await derived.DropAsync(file.Id, CancellationToken.None);
    }
}
