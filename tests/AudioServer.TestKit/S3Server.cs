using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using AudioServer.Infrastructure.Storage;

namespace AudioServer.TestKit;

/// <summary>A real S3 server for all tests of this process: begun when the first one asks, and gone with the process, however that ends.</summary>
public sealed class S3Server
{
    private static readonly Lazy<Task<S3Server>> Shared = new(StartAsync);
    private static int _buckets;

    private readonly ServerScript _script;

    private S3Server(ServerScript script, Dictionary<string, string> printed)
    {
        _script = script;
        Address = new Uri(printed["S3_URL"]);
        AccessKey = printed["S3_ACCESS_KEY"];
        SecretKey = printed["S3_SECRET_KEY"];
        Client = new AmazonS3Client(
            new BasicAWSCredentials(AccessKey, SecretKey),
            new AmazonS3Config { ServiceURL = Address.AbsoluteUri, ForcePathStyle = true, RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED });
    }

    public Uri Address { get; }

    public string AccessKey { get; }

    public string SecretKey { get; }

    /// <summary>For looking at what is there behind the product's back.</summary>
    public IAmazonS3 Client { get; }

    public static Task<S3Server> GetAsync() => Shared.Value;

    /// <summary>The name of an empty bucket that nobody else has.</summary>
    public async Task<string> MakeBucketAsync()
    {
        var name = $"test-{Interlocked.Increment(ref _buckets)}";
        await Client.PutBucketAsync(name);
        return name;
    }

    /// <summary>Removes all objects of a bucket.</summary>
    public async Task EmptyAsync(string bucket)
    {
        while ((await Client.ListObjectsV2Async(new ListObjectsV2Request { BucketName = bucket })).S3Objects is { Count: > 0 } objects)
        {
            foreach (var one in objects)
            {
                await Client.DeleteObjectAsync(bucket, one.Key);
            }
        }
    }

    /// <summary>What a server is told to keep its bytes there.</summary>
    /// <param name="bucket">One that exists.</param>
    /// <param name="address">What stands in between; null: nothing.</param>
    public string[] OptionsFor(string bucket, Uri? address = null) =>
    [
        "--Storage:Provider", "S3", "--Storage:S3:ServiceUrl", (address ?? Address).AbsoluteUri, "--Storage:S3:Bucket", bucket, "--Storage:S3:Prefix", "main",
        "--Storage:S3:AccessKey", AccessKey, "--Storage:S3:SecretKey", SecretKey, "--Storage:S3:ForcePathStyle", "true",
    ];

    /// <summary>The objects that are blobs: all but the store's mark.</summary>
    public async Task<IReadOnlyList<string>> BlobsAsync(string bucket) =>
        [.. ((await Client.ListObjectsV2Async(new ListObjectsV2Request { BucketName = bucket })).S3Objects ?? []).Select(found => found.Key).Where(name => !IsMark(name))];

    internal static bool IsMark(string path) => Path.GetFileName(path) == StoreBinding.MarkName;

    /// <summary>A server of its own, for who stops it: it lasts as long as this process.</summary>
    public static Task<S3Server> MakeAsync() => StartAsync();

    /// <summary>Kills it; what it acknowledged it has when it is started again.</summary>
    public Task StopAsync() => _script.TellAsync("stop");

    /// <summary>Returns when it answers, where it answered before.</summary>
    public Task StartAgainAsync() => _script.TellAsync("start");

    private static async Task<S3Server> StartAsync()
    {
        var script = ServerScript.Start("s3", "radosgw");
        var printed = new Dictionary<string, string>();
        while (printed.Count < 3)
        {
            var (name, value) = await script.ReadAsync();
            printed[name] = value;
        }

        return new S3Server(script, printed);
    }
}
