using System.Runtime.CompilerServices;
using AudioServer.Application;
using AudioServer.Application.Ports;
using AudioServer.Domain.Failures;

namespace AudioServer.Infrastructure.Storage;

/// <summary>A store of which nothing is believed, and to which nothing is given, before it is known to be the database's.</summary>
/// <param name="store">Does the work.</param>
/// <param name="binding">Its, and the database's.</param>
internal sealed class BoundBlobStore(IBlobStore store, StoreBinding binding) : IBlobStore
{
    public string Place => store.Place;

    public async Task PutAsync(string key, IStagedUpload upload, CancellationToken cancellationToken)
    {
        await binding.ConfirmAsync(cancellationToken);
        await store.PutAsync(key, upload, cancellationToken);
    }

    public async Task<Stream?> OpenAsync(string key, CancellationToken cancellationToken)
    {
        await binding.ConfirmAsync(cancellationToken);
        return await store.OpenAsync(key, cancellationToken);
    }

    public async Task<ILocalBlob?> OpenLocalAsync(string key, CancellationToken cancellationToken)
    {
        await binding.ConfirmAsync(cancellationToken);
        return await store.OpenLocalAsync(key, cancellationToken);
    }

    public async Task DeleteAsync(string key, CancellationToken cancellationToken)
    {
        try
        {
            await binding.ConfirmAsync(cancellationToken);
            await store.DeleteAsync(key, cancellationToken);
        }
        catch (Exception unconfirmed) when (unconfirmed is Unavailable || DatabaseFault.Is(unconfirmed))
        {
            // Left to reconciliation, as what a store cannot remove.
        }
    }

    public async IAsyncEnumerable<BlobInfo> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await binding.ConfirmAsync(cancellationToken);
        await foreach (var blob in store.ListAsync(cancellationToken))
        {
            yield return blob;
        }
    }

    public async Task DropUnfinishedAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        await binding.ConfirmAsync(cancellationToken);
        await store.DropUnfinishedAsync(before, cancellationToken);
    }

    public Task<string?> FindMarkAsync(CancellationToken cancellationToken) => store.FindMarkAsync(cancellationToken);

    public Task MarkAsync(string mark, CancellationToken cancellationToken) => store.MarkAsync(mark, cancellationToken);
}
