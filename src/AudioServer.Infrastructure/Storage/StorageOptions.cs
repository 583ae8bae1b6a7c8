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
}
