namespace AudioServer.Application;

/// <summary>What may be asked for (section <c>Limits</c>).</summary>
public sealed class LimitsOptions
{
    /// <summary>Bytes of one uploaded file.</summary>
    public long MaxUploadBytes { get; set; } = 2L * 1024 * 1024 * 1024;

    /// <summary>Bytes that one user's files may take together; null: no bound.</summary>
    public long? QuotaBytes { get; set; }

    /// <summary>Requests that one user, or one address that is nobody's, may send in a minute; null: no bound.</summary>
    public int? RequestsPerMinute { get; set; }

    public bool IsValid => MaxUploadBytes > 0 && QuotaBytes is null or >= 0 && RequestsPerMinute is null or > 0;
}
