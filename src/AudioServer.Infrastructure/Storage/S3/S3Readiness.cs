using Amazon.S3.Model;
using AudioServer.Application.Ports;
using AudioServer.Infrastructure.Telemetry;
using Microsoft.Extensions.Logging;

namespace AudioServer.Infrastructure.Storage.S3;

/// <summary>Ready while the disk, on which uploads arrive, is, and a small object can be written, read and removed.</summary>
internal sealed class S3Readiness(BlobBucket bucket, StorageReadiness disk, IIdGenerator ids, ILogger<S3Readiness> log) : IReadinessCheck
{
    /// <summary>No blob's key. One for the process: what a probe leaves behind the next one writes over.</summary>
    private readonly string _probe = $"{bucket.Prefix}probe-{ids.NewId():N}";

    public string Part => disk.Part;

    public async Task<string?> FindFaultAsync(CancellationToken cancellationToken)
    {
        if (await disk.FindFaultAsync(cancellationToken) is { } fault)
        {
            return fault;
        }

        try
        {
            await bucket.AskAsync((client, token) => client.PutObjectAsync(new PutObjectRequest { BucketName = bucket.Name, Key = _probe, ContentBody = _probe }, token), BlobBucket.Limit, cancellationToken);
            using var read = await bucket.AskAsync((client, token) => client.GetObjectAsync(bucket.Name, _probe, token), BlobBucket.Limit, cancellationToken);
            await bucket.AskAsync((client, token) => client.DeleteObjectAsync(bucket.Name, _probe, token), BlobBucket.Limit, cancellationToken);
            return null;
        }
        catch (Exception failed) when (S3Faults.IsOfTheStore(failed, cancellationToken))
        {
            InfrastructureTelemetry.StorageFailed(isFull: false);
            log.LogError(failed, "The bucket {Bucket} cannot be written, read and cleared", bucket.Name);
            return "The object store cannot be used.";
        }
    }
}
