using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using AudioServer.Application.Ports;
using AudioServer.Infrastructure.Storage.S3;
using AudioServer.TestKit;

namespace AudioServer.IntegrationTests.Storage.S3;

/// <summary>The store under test, on a bucket of its own of the real server, and what is in that bucket.</summary>
internal sealed record S3Store(S3Server Server, S3Options Options, BlobBucket Bucket, IBlobStore Blobs, KeptLog<S3BlobStore> Log)
{
    /// <param name="staging">Where copies go.</param>
    /// <param name="change">Makes the options differ from what works.</param>
    public static async Task<S3Store> MakeAsync(IUploadStaging staging, Action<S3Options>? change = null)
    {
        var server = await S3Server.GetAsync();
        var options = new S3Options { ServiceUrl = server.Address, Bucket = await server.MakeBucketAsync(), Prefix = "audio/main", AccessKey = server.AccessKey, SecretKey = server.SecretKey, ForcePathStyle = true };
        change?.Invoke(options);
        var bucket = new BlobBucket(Microsoft.Extensions.Options.Options.Create(options));
        var log = new KeptLog<S3BlobStore>();
        return new S3Store(server, options, bucket, new S3BlobStore(bucket, staging, log), log);
    }

    /// <summary>Has what the store under test lists come in pages of so many.</summary>
    public void TurnPagesAfter(int entries) => ((AmazonS3Client)Bucket.Client).BeforeRequestEvent += (_, asking) =>
    {
        if (asking is WebServiceRequestEventArgs { Request: ListObjectsV2Request or ListMultipartUploadsRequest } list)
        {
            list.ParameterCollection.Add(list.Request is ListObjectsV2Request ? "max-keys" : "max-uploads", $"{entries}");
        }
    };

    /// <summary>Names of all objects, ours or not.</summary>
    public async Task<List<string>> NamesAsync() =>
        [.. ((await Server.Client.ListObjectsV2Async(new ListObjectsV2Request { BucketName = Options.Bucket })).S3Objects ?? []).Select(found => found.Key)];

    /// <summary>Uploads in parts that are neither completed nor aborted.</summary>
    public async Task<List<MultipartUpload>> UnfinishedAsync() =>
        (await Server.Client.ListMultipartUploadsAsync(new ListMultipartUploadsRequest { BucketName = Options.Bucket })).MultipartUploads ?? [];
}
