using System.Text.RegularExpressions;

namespace AudioServer.Infrastructure.Storage.S3;

/// <summary>The bucket that bytes are kept in with <see cref="StorageProvider.S3"/> (section <c>Storage:S3</c>).</summary>
public sealed partial class S3Options
{
    /// <summary>The store's address; null: Amazon's own in <see cref="Region"/>.</summary>
    public Uri? ServiceUrl { get; set; }

    /// <summary>What requests are signed for; null with a <see cref="ServiceUrl"/>: <c>us-east-1</c>, which most other stores take.</summary>
    public string? Region { get; set; }

    /// <summary>Exists already.</summary>
    public string Bucket { get; set; } = "";

    /// <summary>In front of every key, as a folder, so that a bucket can hold more than one server's files. Empty: none.</summary>
    public string Prefix { get; set; } = "";

    /// <summary>Null, with the secret: the SDK looks where it always does, in the environment, the shared files, the machine's role.</summary>
    public string? AccessKey { get; set; }

    /// <summary>Of the access key.</summary>
    public string? SecretKey { get; set; }

    /// <summary>True: the bucket stands in the path of an address; false: in its host name.</summary>
    public bool ForcePathStyle { get; set; }

    /// <summary>How clients get the bytes.</summary>
    public S3Delivery Delivery { get; set; } = S3Delivery.Proxy;

    /// <summary>Of a CDN in front of the bucket, with <see cref="S3Delivery.Redirect"/>; null: clients are sent to the store itself, by signed addresses.</summary>
    public Uri? CdnBaseUrl { get; set; }

    /// <summary>For how long a signed address is good.</summary>
    public TimeSpan AddressLifetime { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>Which checksums the SDK adds to those that every put carries.</summary>
    public S3Checksums Checksums { get; set; } = S3Checksums.WhenRequired;

    internal bool HasPlace => ServiceUrl is not null || !string.IsNullOrEmpty(Region);

    internal bool HasGoodServiceUrl => ServiceUrl is null || IsBaseAddress(ServiceUrl);

    internal bool HasGoodCdnBaseUrl => CdnBaseUrl is null || IsBaseAddress(CdnBaseUrl);

    internal bool HasUseForCdn => CdnBaseUrl is null || Delivery == S3Delivery.Redirect;

    /// <summary>Signatures of the protocol last no longer than a week.</summary>
    internal bool HasGoodAddressLifetime => AddressLifetime >= TimeSpan.FromSeconds(1) && AddressLifetime <= TimeSpan.FromDays(7);

    internal bool HasGoodBucket => BucketName().IsMatch(Bucket);

    internal bool HasGoodPrefix => Prefix.Length == 0 || FolderNames().IsMatch(Prefix);

    internal bool HasBothKeysOrNeither => string.IsNullOrEmpty(AccessKey) == string.IsNullOrEmpty(SecretKey);

    private static bool IsBaseAddress(Uri address) => address is { IsAbsoluteUri: true, Scheme: "http" or "https", UserInfo: "", Query: "", Fragment: "" };

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9._-]{1,61}[A-Za-z0-9]\\z")]
    private static partial Regex BucketName();

    [GeneratedRegex(@"^(?:[A-Za-z0-9_-][A-Za-z0-9._-]*/)*[A-Za-z0-9_-][A-Za-z0-9._-]*/?\z")]
    private static partial Regex FolderNames();
}

public enum S3Delivery
{
    /// <summary>Through this server.</summary>
    Proxy,

    /// <summary>From the store or a CDN, to which this server sends them on; what it makes or knows better still comes from here.</summary>
    Redirect,
}

public enum S3Checksums
{
    /// <summary>None but where the protocol demands one: what every store understands.</summary>
    WhenRequired,

    /// <summary>Wherever the protocol has a place for one.</summary>
    WhenSupported,
}
