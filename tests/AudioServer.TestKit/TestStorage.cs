namespace AudioServer.TestKit;

/// <summary>
/// The store that tests which name none run on: local files, or a bucket when AUDIOSERVER_TEST_STORAGE says <c>S3</c>. Each data directory then has a bucket of its own.
/// </summary>
public static class TestStorage
{
    private const string Variable = "AUDIOSERVER_TEST_STORAGE";

    private static readonly PerDirectory Buckets = new(async () => await (await S3Server.GetAsync()).MakeBucketAsync());

    public static bool IsS3 { get; } = Environment.GetEnvironmentVariable(Variable) switch
    {
        null or "" or "Local" => false,
        "S3" => true,
        var other => throw new InvalidOperationException($"{Variable} is Local or S3, not {other}."),
    };

    /// <summary>Options for a server or verb with this data directory; none where the given ones name an engine or a store.</summary>
    internal static async Task<string[]> OptionsAsync(string dataDirectory, IEnumerable<string> given) =>
        IsS3 && !given.Any(option => option.StartsWith("--Storage:", StringComparison.OrdinalIgnoreCase) || option.StartsWith("--Database:", StringComparison.OrdinalIgnoreCase))
            ? (await S3Server.GetAsync()).OptionsFor(await Buckets.GetAsync(dataDirectory))
            : [];

    /// <summary>Where each blob is: its file, or its object's name.</summary>
    internal static async Task<IReadOnlyList<string>> BlobsAsync(string dataDirectory)
    {
        if (!IsS3)
        {
            return BlobsIn(dataDirectory);
        }

        return await (await S3Server.GetAsync()).BlobsAsync(await Buckets.GetAsync(dataDirectory));
    }

    /// <summary>The files that are blobs: all below <c>blobs/</c> but the store's mark.</summary>
    public static IReadOnlyList<string> BlobsIn(string dataDirectory) =>
        [.. Directory.GetFiles(Path.Combine(dataDirectory, "blobs"), "*", SearchOption.AllDirectories).Where(path => !S3Server.IsMark(path))];

    /// <summary>Empties what a data directory that is no more had.</summary>
    internal static async Task DropAsync(string dataDirectory)
    {
        if (await Buckets.TakeAsync(dataDirectory) is { } bucket)
        {
            await (await S3Server.GetAsync()).EmptyAsync(bucket);
        }
    }
}

/// <summary>A test of files in the data directory; reported as skipped where the tests run on S3.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LocalFactAttribute : FactAttribute
{
    /// <param name="reason">What of it there is with local files only.</param>
    public LocalFactAttribute(string reason) => (Reason, Skip) = (reason, TestStorage.IsS3 ? $"Local files' own: {reason}." : null);

    public string Reason { get; }
}
