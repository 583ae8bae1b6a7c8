using AudioServer.Application.Ports;
using Microsoft.Extensions.Options;

namespace AudioServer.Infrastructure.Storage.S3;

/// <summary>Addresses of a CDN that reads the bucket by credentials of its own: unsigned, without an end, and always the same for the same name, so that the CDN keeps what it has fetched.</summary>
internal sealed class CdnDelivery(BlobBucket bucket, IOptions<S3Options> options) : IDirectDelivery
{
    private readonly Uri _base = options.Value.CdnBaseUrl!;

    public string? Origin => _base.GetLeftPart(UriPartial.Authority);

    /// <remarks>The parameters are those by which the protocol has headers replaced: a CDN that passes them on has the store send the right ones.</remarks>
    public Task<Uri?> FindAddressAsync(DirectDownload download, CancellationToken cancellationToken) => Task.FromResult<Uri?>(new Uri(
        $"{_base.AbsoluteUri.TrimEnd('/')}/{bucket.ObjectOf(download.Key)}?response-content-disposition={Uri.EscapeDataString(download.ContentDisposition)}&response-content-type={Uri.EscapeDataString(download.ContentType)}"));
}
