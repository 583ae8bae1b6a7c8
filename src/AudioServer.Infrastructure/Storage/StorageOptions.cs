namespace AudioServer.Infrastructure.Storage;

/// <summary>Where bytes are kept (section <c>Storage</c>).</summary>
public sealed class StorageOptions
{
    public StorageProvider Provider { get; set; } = StorageProvider.Local;
}

public enum StorageProvider
{
    /// <summary>Files in the data directory.</summary>
    Local,

    /// <summary>Objects in a bucket of a store that speaks Amazon's S3 protocol.</summary>
    S3,
}
