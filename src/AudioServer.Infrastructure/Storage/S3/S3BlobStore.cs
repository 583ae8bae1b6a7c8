using System.Net;
using System.Runtime.CompilerServices;
using Amazon.S3;
using Amazon.S3.Model;
using AudioServer.Application.Ports;
using Microsoft.Extensions.Logging;

namespace AudioServer.Infrastructure.Storage.S3;

/// <summary>Blobs as objects of a bucket, each named by its key behind the prefix.</summary>
internal sealed class S3BlobStore(BlobBucket bucket, IUploadStaging staging, ILogger<S3BlobStore> log) : IBlobStore
{
    public string Place => $"{bucket.Name}/{bucket.Prefix}";

    public Task PutAsync(string key, IStagedUpload upload, CancellationToken cancellationToken)
    {
        var name = bucket.ObjectOf(key);
        return AnswerAsync(
            "Storing",
            name,
            async () =>
            {
                await bucket.PutInTurnAsync(() => new S3Upload(bucket, name, upload, log).RunAsync(cancellationToken), cancellationToken);
                DurableFiles.TryDelete(upload.Path);
                return true;
            },
            cancellationToken);
    }

    public Task<Stream?> OpenAsync(string key, CancellationToken cancellationToken)
    {
        var name = bucket.ObjectOf(key);
        return AnswerAsync<Stream?>(
            "Opening",
            name,
            async () => await FindAsync(name, cancellationToken) is { } found ? new S3ReadStream(bucket, name, found.ContentLength, found.ETag, log) : null,
            cancellationToken);
    }

    public Task<ILocalBlob?> OpenLocalAsync(string key, CancellationToken cancellationToken)
    {
        var name = bucket.ObjectOf(key);
        return AnswerAsync<ILocalBlob?>(
            "Copying",
            name,
            async () =>
            {
                await using var bytes = await OpenAsync(key, cancellationToken);
                return bytes is null ? null : new Copy(await staging.WriteAsync(file => bytes.CopyToAsync(file, cancellationToken), cancellationToken));
            },
            cancellationToken);
    }

    public async Task DeleteAsync(string key, CancellationToken cancellationToken)
    {
        var request = new DeleteObjectRequest { BucketName = bucket.Name, Key = bucket.ObjectOf(key) };
        try
        {
            await bucket.AskAsync((client, token) => client.DeleteObjectAsync(request, token), BlobBucket.Limit, cancellationToken);
        }
        catch (Exception fault) when (S3Faults.IsOfTheStore(fault, cancellationToken))
        {
            // The row is gone and the answer is true; reconciliation removes the bytes.
            log.LogWarning(fault, "Removing {Object} failed", request.Key);
        }
    }

    public async IAsyncEnumerable<BlobInfo> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var request = new ListObjectsV2Request { BucketName = bucket.Name, Prefix = bucket.Prefix };
        do
        {
            var page = await AnswerAsync(
                "Listing",
                bucket.Name,
                () => bucket.AskAsync((client, token) => client.ListObjectsV2Async(request, token), BlobBucket.Limit, cancellationToken),
                cancellationToken);
            foreach (var found in page.S3Objects ?? [])
            {
                // What others keep here is not ours to tell of, let alone to remove.
                if (bucket.KeyOf(found.Key) is { } key)
                {
                    yield return new BlobInfo(key, found.Size ?? 0, Utc(found.LastModified));
                }
            }

            request.ContinuationToken = page.NextContinuationToken;
        }
        while (request.ContinuationToken is not null);
    }

    public Task DropUnfinishedAsync(DateTimeOffset before, CancellationToken cancellationToken) => AnswerAsync(
        "Dropping unfinished uploads of",
        bucket.Name,
        async () =>
        {
            var request = new ListMultipartUploadsRequest { BucketName = bucket.Name, Prefix = bucket.Prefix };
            ListMultipartUploadsResponse page;
            do
            {
                page = await bucket.AskAsync((client, token) => client.ListMultipartUploadsAsync(request, token), BlobBucket.Limit, cancellationToken);
                foreach (var unfinished in (page.MultipartUploads ?? []).Where(upload => Utc(upload.Initiated) < before && bucket.KeyOf(upload.Key) is not null))
                {
                    await DropAsync(unfinished, cancellationToken);
                }

                (request.KeyMarker, request.UploadIdMarker) = (page.NextKeyMarker, page.NextUploadIdMarker);
            }
            while (page.IsTruncated == true);
            return true;
        },
        cancellationToken);

    public Task<string?> FindMarkAsync(CancellationToken cancellationToken) => AnswerAsync(
        "Reading",
        bucket.Mark,
        async () =>
        {
            try
            {
                return await bucket.AskAsync(ReadMarkAsync, BlobBucket.Limit, cancellationToken);
            }
            catch (AmazonS3Exception absent) when (absent.ErrorCode == "NoSuchKey")
            {
                return null;
            }
        },
        cancellationToken);

    public Task MarkAsync(string mark, CancellationToken cancellationToken) => AnswerAsync(
        "Writing",
        bucket.Mark,
        async () =>
        {
            var request = new PutObjectRequest { BucketName = bucket.Name, Key = bucket.Mark, ContentBody = mark + "\n", IfNoneMatch = "*", UseChunkEncoding = false };
            try
            {
                await bucket.AskAsync((client, token) => client.PutObjectAsync(request, token), BlobBucket.Limit, cancellationToken);
            }
            catch (AmazonS3Exception marked) when (marked.StatusCode is HttpStatusCode.PreconditionFailed or HttpStatusCode.Conflict)
            {
                // Another node came first.
            }

            return true;
        },
        cancellationToken);

    private async Task<string?> ReadMarkAsync(IAmazonS3 client, CancellationToken cancellationToken)
    {
        using var answer = await client.GetObjectAsync(bucket.Name, bucket.Mark, cancellationToken);
        using var text = new StreamReader(answer.ResponseStream);
        return (await text.ReadToEndAsync(cancellationToken)).Trim();
    }

    private async Task DropAsync(MultipartUpload unfinished, CancellationToken cancellationToken)
    {
        var request = new AbortMultipartUploadRequest { BucketName = bucket.Name, Key = unfinished.Key, UploadId = unfinished.UploadId };
        try
        {
            await bucket.AskAsync((client, token) => client.AbortMultipartUploadAsync(request, token), BlobBucket.Limit, cancellationToken);
            log.LogInformation("Dropped what was sent of {Object} and never completed", unfinished.Key);
        }
        catch (AmazonS3Exception gone) when (gone.StatusCode == HttpStatusCode.NotFound)
        {
            // Another has dropped it since it was listed: a rule of the bucket, or a second reconciliation.
        }
    }

    /// <summary>Null when there is no such object; a bucket that is not there is a fault.</summary>
    private async Task<GetObjectMetadataResponse?> FindAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            return await bucket.HeadAsync(name, BlobBucket.Limit, cancellationToken);
        }
        catch (AmazonS3Exception absent) when (absent.StatusCode == HttpStatusCode.NotFound)
        {
            // An answer to HEAD has no body that could say what is absent. That of a listing has.
            var request = new ListObjectsV2Request { BucketName = bucket.Name, Prefix = name, MaxKeys = 1 };
            await bucket.AskAsync((client, token) => client.ListObjectsV2Async(request, token), BlobBucket.Limit, cancellationToken);
            return null;
        }
    }

    private async Task<T> AnswerAsync<T>(string doing, string what, Func<Task<T>> work, CancellationToken cancellationToken)
    {
        try
        {
            return await work();
        }
        catch (Exception fault) when (S3Faults.IsOfTheStore(fault, cancellationToken))
        {
            log.LogError(fault, "{Doing} {Object} failed", doing, what);
            throw S3Faults.ToFailure(fault);
        }
    }

    private static DateTimeOffset Utc(DateTime? time) => time?.ToUniversalTime() ?? DateTimeOffset.MaxValue;

    /// <summary>A copy in <c>tmp/</c>, which goes with it.</summary>
    private sealed class Copy(IStagedUpload copy) : ILocalBlob
    {
        public string Path => copy.Path;

        public void Dispose() => copy.Dispose();
    }
}
