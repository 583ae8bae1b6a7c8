namespace AudioServer.Application.Ports;

/// <summary>Blobs that clients fetch from where they lie, without this server in between.</summary>
public interface IDirectDelivery
{
    /// <summary>Scheme, host and port of all addresses, which a page has to allow to play from there; null when there are no addresses.</summary>
    string? Origin { get; }

    /// <summary>
    /// Where whoever knows the address gets the blob by GET, in ranges too; null when its bytes are to come through this server. Whether the blob is there is not looked up.
    /// A store that does not work just now is <see cref="Domain.Failures.Unavailable"/>.
    /// </summary>
    Task<Uri?> FindAddressAsync(DirectDownload download, CancellationToken cancellationToken);
}

/// <summary>A blob as it is to be sent.</summary>
/// <param name="Key">Its key.</param>
/// <param name="ContentType">The header of that name.</param>
/// <param name="ContentDisposition">The header of that name, ASCII.</param>
/// <param name="NotAfter">Where addresses have an end, this one's comes no later; null: the store's own bound holds.</param>
public sealed record DirectDownload(string Key, string ContentType, string ContentDisposition, DateTimeOffset? NotAfter);
