using AudioServer.Application.Ports;

namespace AudioServer.Infrastructure.Storage;

/// <summary>All bytes come through this server.</summary>
internal sealed class NoDirectDelivery : IDirectDelivery
{
    public string? Origin => null;

    public Task<Uri?> FindAddressAsync(DirectDownload download, CancellationToken cancellationToken) => Task.FromResult<Uri?>(null);
}
