using System.Net;
using System.Security.Cryptography;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using AudioServer.Application.Ports;
using Microsoft.Extensions.Logging;

namespace AudioServer.Infrastructure.Storage.S3;

/// <summary>
/// Puts one staged file into the bucket, read from the disk while it is sent: in one piece, or in parts of which no half-done object is ever seen.
/// The store compares what arrives with the MD5 of each piece, which is there to find damage on the way; what proves content is the SHA-256, which goes along as metadata.
/// </summary>
internal sealed class S3Upload(BlobBucket bucket, string name, IStagedUpload upload, ILogger log)
{
    /// <summary>Bytes. What is no longer goes in one piece.</summary>
    public const int PartSize = 16 << 20;

    /// <summary>What the protocol allows.</summary>
    private const int MostParts = 10_000;

    private const int PartsAtOnce = 2;
    private const int ReadSize = 64 * 1024;
    private const string DigestKey = "sha256";
    private const string OnlyIfNew = "*";

    /// <summary>A store may put the parts together while it is waited for.</summary>
    private static readonly TimeSpan LimitForCompletion = TimeSpan.FromSeconds(30);

    private readonly long _partSize = Math.Max(PartSize, (upload.Content.Size + MostParts - 1) / MostParts);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await (upload.Content.Size <= PartSize ? PutWholeAsync(cancellationToken) : PutInPartsAsync(cancellationToken));
        }
        catch (Exception fault) when (S3Faults.IsOfTheStore(fault, cancellationToken))
        {
            // An answer may have been lost after the store took the object; a second try was then refused, for there is one.
            if (!await IsThereAsync(LimitAfter(fault, cancellationToken)))
            {
                throw;
            }

            log.LogWarning(fault, "Storing {Object} failed, but it is there", name);
        }
    }

    private async Task PutWholeAsync(CancellationToken cancellationToken)
    {
        var md5 = await DigestAsync(0, upload.Content.Size, cancellationToken);
        using var patience = new Patience(BlobBucket.LimitFor(upload.Content.Size), cancellationToken);
        await using var file = Open(patience, 0);

        // Ceph's gateway would keep "aws-chunked" as the object's encoding, and tell it to whom it sends the object.
        var request = new PutObjectRequest { BucketName = bucket.Name, Key = name, InputStream = file, MD5Digest = md5, IfNoneMatch = OnlyIfNew, UseChunkEncoding = false };
        request.Metadata[DigestKey] = upload.Content.Sha256;
        await bucket.Client.PutObjectAsync(request, patience.Token);
    }

    private async Task PutInPartsAsync(CancellationToken cancellationToken)
    {
        await RefuseToOverwriteAsync(cancellationToken);
        var beginning = new InitiateMultipartUploadRequest { BucketName = bucket.Name, Key = name };
        beginning.Metadata[DigestKey] = upload.Content.Sha256;
        var begun = await bucket.AskAsync((client, token) => client.InitiateMultipartUploadAsync(beginning, token), BlobBucket.Limit, cancellationToken);
        await CompleteAsync(begun.UploadId, await PutPartsAsync(begun.UploadId, cancellationToken), cancellationToken);
    }

    private async Task<PartETag[]> PutPartsAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            var parts = new PartETag[(upload.Content.Size + _partSize - 1) / _partSize];
            var options = new ParallelOptions { MaxDegreeOfParallelism = PartsAtOnce, CancellationToken = cancellationToken };
            await Parallel.ForEachAsync(Enumerable.Range(0, parts.Length), options, async (index, stop) => parts[index] = await PutPartAsync(id, index, stop));
            return parts;
        }
        catch (Exception fault)
        {
            await AbortAsync(id, LimitAfter(fault, cancellationToken));
            throw;
        }
    }

    private async Task CompleteAsync(string id, PartETag[] parts, CancellationToken cancellationToken)
    {
        var request = new CompleteMultipartUploadRequest { BucketName = bucket.Name, Key = name, UploadId = id, PartETags = [.. parts], IfNoneMatch = OnlyIfNew };
        try
        {
            await bucket.AskAsync((client, token) => client.CompleteMultipartUploadAsync(request, token), LimitForCompletion, cancellationToken);
        }
        catch (AmazonS3Exception refused) when (refused.StatusCode == HttpStatusCode.PreconditionFailed)
        {
            // Only then: without an answer the store may still be at it, and the parts be its object's by now. Reconciliation drops them if they are not.
            await AbortAsync(id, BlobBucket.Limit);
            throw;
        }
    }

    /// <summary>Not every store heeds the condition when parts are put together.</summary>
    private async Task RefuseToOverwriteAsync(CancellationToken cancellationToken)
    {
        try
        {
            await bucket.HeadAsync(name, BlobBucket.Limit, cancellationToken);
        }
        catch (AmazonS3Exception absent) when (absent.StatusCode == HttpStatusCode.NotFound)
        {
            return;
        }

        throw new IOException($"{name} is there already.");
    }

    private async Task<PartETag> PutPartAsync(string id, int index, CancellationToken cancellationToken)
    {
        var offset = index * _partSize;
        var length = Math.Min(_partSize, upload.Content.Size - offset);
        var md5 = await DigestAsync(offset, length, cancellationToken);
        using var patience = new Patience(BlobBucket.LimitFor(length), cancellationToken);
        await using var file = Open(patience, offset);
        var request = new UploadPartRequest
        {
            BucketName = bucket.Name,
            Key = name,
            UploadId = id,
            PartNumber = index + 1,
            InputStream = file,
            PartSize = length,
            MD5Digest = md5,
        };
        var answer = await bucket.Client.UploadPartAsync(request, patience.Token);
        return new PartETag(index + 1, answer.ETag);
    }

    /// <summary>For sending: what is read next is a sign that what was read before has been taken. The SDK's own reports of progress come late, by another thread, or not at all.</summary>
    private BlobStream Open(Patience patience, long offset) => new(File.OpenHandle(upload.Path), patience.Renew) { Position = offset };

    /// <summary>Base64, as the header has it.</summary>
    private async Task<string> DigestAsync(long offset, long length, CancellationToken cancellationToken)
    {
        using var file = File.OpenHandle(upload.Path);
        using var md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        var buffer = new byte[ReadSize];
        for (var left = length; left > 0;)
        {
            var read = await RandomAccess.ReadAsync(file, buffer.AsMemory(0, (int)Math.Min(left, buffer.Length)), offset + length - left, cancellationToken);
            md5.AppendData(buffer, 0, read > 0 ? read : throw new EndOfStreamException($"{upload.Path} is shorter than it was."));
            left -= read;
        }

        return Convert.ToBase64String(md5.GetHashAndReset());
    }

    /// <summary>True when the object is there with our bytes, so that nothing is left to be done.</summary>
    private async Task<bool> IsThereAsync(TimeSpan limit)
    {
        try
        {
            var there = await bucket.HeadAsync(name, limit, CancellationToken.None);
            return there.ContentLength == upload.Content.Size && there.Metadata[DigestKey] == upload.Content.Sha256;
        }
        catch (Exception fault) when (S3Faults.IsOfTheStore(fault, CancellationToken.None))
        {
            return false;
        }
    }

    private async Task AbortAsync(string id, TimeSpan limit)
    {
        try
        {
            var request = new AbortMultipartUploadRequest { BucketName = bucket.Name, Key = name, UploadId = id };
            await bucket.AskAsync((client, token) => client.AbortMultipartUploadAsync(request, token), limit, CancellationToken.None);
        }
        catch (Exception fault) when (S3Faults.IsOfTheStore(fault, CancellationToken.None))
        {
            // Nobody sees the parts; reconciliation drops them.
            log.LogWarning(fault, "The parts of {Object} that were sent could not be dropped", name);
        }
    }

    /// <summary>A store that has just answered, or is merely not wanted any more, is given its time to clear away.</summary>
    private static TimeSpan LimitAfter(Exception fault, CancellationToken cancellationToken) =>
        fault is AmazonServiceException || cancellationToken.IsCancellationRequested ? BlobBucket.Limit : BlobBucket.LimitAfterwards;
}
