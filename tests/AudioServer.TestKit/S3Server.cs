using System.Diagnostics;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;

namespace AudioServer.TestKit;

/// <summary>A real S3 server for all tests of this process: begun when the first one asks, and gone with the process, however that ends.</summary>
public sealed class S3Server
{
    private static readonly Lazy<Task<S3Server>> Shared = new(StartAsync);
    private static int _buckets;

    /// <summary>Its standard input is what keeps it going.</summary>
    private readonly Process _script;

    private S3Server(Process script, Dictionary<string, string> printed)
    {
        _script = script;
        Address = new Uri(printed["S3_URL"]);
        AccessKey = printed["S3_ACCESS_KEY"];
        SecretKey = printed["S3_SECRET_KEY"];
        Client = new AmazonS3Client(
            new BasicAWSCredentials(AccessKey, SecretKey),
            new AmazonS3Config { ServiceURL = Address.AbsoluteUri, ForcePathStyle = true, RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED });
        AppDomain.CurrentDomain.ProcessExit += (_, _) => _script.StandardInput.Close();
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

    /// <summary>A server of its own, for who stops it: it lasts as long as this process.</summary>
    public static Task<S3Server> MakeAsync() => StartAsync();

    /// <summary>Kills it; what it acknowledged it has when it is started again.</summary>
    public Task StopAsync() => TellAsync("stop");

    /// <summary>Returns when it answers, where it answered before.</summary>
    public Task StartAgainAsync() => TellAsync("start");

    private async Task TellAsync(string line)
    {
        await _script.StandardInput.WriteLineAsync(line);
        await _script.StandardInput.FlushAsync();
        (await _script.StandardOutput.ReadLineAsync()).Should().Be(line);
    }

    private static async Task<S3Server> StartAsync()
    {
        var script = Process.Start(new ProcessStartInfo(Path.Combine(Fixtures.Root, "tests", "s3", "radosgw")) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = script.StandardError.ReadToEndAsync();
        var printed = new Dictionary<string, string>();
        while (printed.Count < 3)
        {
            var line = await script.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException($"The S3 server did not start: {await errors}");
            var parts = line.Split('=', 2);
            printed[parts[0]] = parts[1];
        }

        return new S3Server(script, printed);
    }
}
