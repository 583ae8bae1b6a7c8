using Amazon.S3;
using Amazon.S3.Model;
using AudioServer.Application.Ports;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AudioServer.Infrastructure.Storage.S3;

/// <summary>Addresses of the store itself, each signed for one object, the headers it is sent under, and a time. The store is not asked for them.</summary>
internal sealed class PresignedDelivery(BlobBucket bucket, IOptions<S3Options> options, TimeProvider time, ILogger<PresignedDelivery> log) : IDirectDelivery
{
    /// <summary>As content from this server has it.</summary>
    private const string CacheControl = "private, no-cache";

    /// <summary>The time is signed in whole ones.</summary>
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    public string? Origin { get; } = new Uri(bucket.Client.DetermineServiceOperationEndpoint(new GetObjectRequest { BucketName = bucket.Name, Key = bucket.Prefix }).URL).GetLeftPart(UriPartial.Authority);

    public async Task<Uri?> FindAddressAsync(DirectDownload download, CancellationToken cancellationToken)
    {
        var end = EndOf(download.NotAfter);
        if (end - time.GetUtcNow() < Second)
        {
            return null;
        }

        var request = new GetPreSignedUrlRequest
        {
            BucketName = bucket.Name,
            Key = bucket.ObjectOf(download.Key),
            Verb = HttpVerb.GET,
            Protocol = Origin!.StartsWith("https:", StringComparison.Ordinal) ? Protocol.HTTPS : Protocol.HTTP,
            Expires = end.UtcDateTime,
            ResponseHeaderOverrides = new ResponseHeaderOverrides { ContentType = download.ContentType, ContentDisposition = download.ContentDisposition, CacheControl = CacheControl },
        };
        try
        {
            // Credentials may have to be fetched first.
            return new Uri(await bucket.AskAsync((client, token) => client.GetPreSignedURLAsync(request).WaitAsync(token), BlobBucket.Limit, cancellationToken));
        }
        catch (Exception fault) when (S3Faults.IsOfTheStore(fault, cancellationToken))
        {
            log.LogError(fault, "Signing an address of {Object} failed", request.Key);
            throw S3Faults.ToFailure(fault);
        }
    }

    /// <summary>A whole second, and one before what must not be passed: the SDK rounds what is left, and adds it to a time for which it looks at the clock once more.</summary>
    private DateTimeOffset EndOf(DateTimeOffset? notAfter)
    {
        var (end, last) = (time.GetUtcNow() + options.Value.AddressLifetime, notAfter - Second);
        return DateTimeOffset.FromUnixTimeSeconds((last < end ? last.Value : end).ToUnixTimeSeconds());
    }
}
