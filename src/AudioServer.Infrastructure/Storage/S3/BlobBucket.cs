using Amazon;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Microsoft.Extensions.Options;

namespace AudioServer.Infrastructure.Storage.S3;

/// <summary>The bucket, and how long it is waited for: but for long bodies of ours a client has its 503 within 5 s of the store's last sign of life.</summary>
internal sealed class BlobBucket(IOptions<S3Options> options) : IDisposable
{
    /// <summary>For an answer, and for the next bytes of a body.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(3);

    /// <summary>For each of the two questions that are left when the store has fallen silent: to drop what is half done, and whether it is there after all.</summary>
    public static readonly TimeSpan LimitAfterwards = TimeSpan.FromMilliseconds(500);

    /// <summary>Puts at once. More at once are not done sooner, and each of them is so slow that it looks as if the store were away.</summary>
    public const int MostPuts = 8;

    /// <summary>Bytes that buffers of the system and the network may hold of one body.</summary>
    private const int MostUnderWay = 4 << 20;

    /// <summary>Bytes a second, for one body. What is slower counts as a store that is away.</summary>
    private const int SlowestLink = 256 << 10;

    private readonly SemaphoreSlim _puts = new(MostPuts);

    public IAmazonS3 Client { get; } = Connect(options.Value);

    public string Name { get; } = options.Value.Bucket;

    /// <summary>In front of every key: empty, or with a slash at its end.</summary>
    public string Prefix { get; } = options.Value.Prefix is { Length: > 0 } prefix ? prefix.TrimEnd('/') + "/" : "";

    /// <summary>The object that holds the store's mark; no blob's.</summary>
    public string Mark => Prefix + StoreBinding.MarkName;

    /// <exception cref="ArgumentException">It is no key.</exception>
    public string ObjectOf(string key) => Prefix + BlobKey.Checked(key);

    /// <summary>Null when the object is none of ours.</summary>
    public string? KeyOf(string name) => name.StartsWith(Prefix, StringComparison.Ordinal) && BlobKey.IsValid(name[Prefix.Length..]) ? name[Prefix.Length..] : null;

    /// <summary>For more of a body of ours to be taken, and for the answer to it: the last bytes that were taken may have a slow way before them.</summary>
    public static TimeSpan LimitFor(long body) => Limit + TimeSpan.FromSeconds((double)Math.Min(body, MostUnderWay) / SlowestLink);

    /// <summary>Asks for what is answered at once.</summary>
    /// <exception cref="OperationCanceledException">No answer came; or nobody wants it any more.</exception>
    public async Task<T> AskAsync<T>(Func<IAmazonS3, CancellationToken, Task<T>> ask, TimeSpan limit, CancellationToken cancellationToken)
    {
        using var patience = new Patience(limit, cancellationToken);
        return await ask(Client, patience.Token);
    }

    /// <summary>Puts when fewer than <see cref="MostPuts"/> others do.</summary>
    public async Task PutInTurnAsync(Func<Task> put, CancellationToken cancellationToken)
    {
        await _puts.WaitAsync(cancellationToken);
        try
        {
            await put();
        }
        finally
        {
            _puts.Release();
        }
    }

    public Task<GetObjectMetadataResponse> HeadAsync(string name, TimeSpan limit, CancellationToken cancellationToken) =>
        AskAsync((client, token) => client.GetObjectMetadataAsync(new GetObjectMetadataRequest { BucketName = Name, Key = name }, token), limit, cancellationToken);

    public void Dispose()
    {
        Client.Dispose();
        _puts.Dispose();
    }

    private static AmazonS3Client Connect(S3Options options)
    {
        var isAsked = options.Checksums == S3Checksums.WhenSupported;
        var config = new AmazonS3Config
        {
            ForcePathStyle = options.ForcePathStyle,
            RequestChecksumCalculation = isAsked ? RequestChecksumCalculation.WHEN_SUPPORTED : RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = isAsked ? ResponseChecksumValidation.WHEN_SUPPORTED : ResponseChecksumValidation.WHEN_REQUIRED,

            // Once more, and soon: what lasts longer the client hears of.
            RetryMode = RequestRetryMode.Standard,
            MaxErrorRetry = 1,

            // The SDK's bounds a request with its whole body, however well that goes on. Patience bounds the waiting.
            Timeout = Timeout.InfiniteTimeSpan,
            HttpClientFactory = new S3Connections(),
        };
        if (options.ServiceUrl is { } address)
        {
            config.ServiceURL = address.AbsoluteUri;
            config.AuthenticationRegion = options.Region is { Length: > 0 } region ? region : RegionEndpoint.USEast1.SystemName;
        }
        else
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(options.Region);
        }

        return string.IsNullOrEmpty(options.AccessKey) ? new AmazonS3Client(config) : new AmazonS3Client(new BasicAWSCredentials(options.AccessKey, options.SecretKey), config);
    }
}
