using System.Globalization;
using System.Web;
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

    /// <summary>The second is as much earlier as the first was late.</summary>
    private const int MostTries = 3;

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
            for (var tries = 0; tries < MostTries; tries++)
            {
                var address = new Uri(await bucket.AskAsync((client, token) => client.GetPreSignedURLAsync(request).WaitAsync(token), BlobBucket.Limit, cancellationToken));
                if (EndIn(address) - end is not { Ticks: > 0 } beyond)
                {
                    return address;
                }

                // The SDK looks at the clock twice, once as it has corrected it by a store's.
                request.Expires -= beyond;
            }

            return null;
        }
        catch (Exception fault) when (S3Faults.IsOfTheStore(fault, cancellationToken))
        {
            log.LogError(fault, "Signing an address of {Object} failed", request.Key);
            throw S3Faults.ToFailure(fault);
        }
    }

    /// <summary>When an address ends (AWS Signature Version 4 in a query): <c>X-Amz-Expires</c> seconds after <c>X-Amz-Date</c>.</summary>
    private static DateTimeOffset EndIn(Uri address)
    {
        var query = HttpUtility.ParseQueryString(address.Query);
        var signed = DateTimeOffset.ParseExact(query["X-Amz-Date"]!, "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        return signed.AddSeconds(int.Parse(query["X-Amz-Expires"]!, CultureInfo.InvariantCulture));
    }

    /// <summary>A whole second: the time is signed in such.</summary>
    private DateTimeOffset EndOf(DateTimeOffset? notAfter)
    {
        var end = time.GetUtcNow() + options.Value.AddressLifetime;
        return DateTimeOffset.FromUnixTimeSeconds((notAfter < end ? notAfter.Value : end).ToUnixTimeSeconds());
    }
}
