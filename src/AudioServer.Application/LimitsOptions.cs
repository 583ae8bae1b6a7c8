namespace AudioServer.Application;

/// <summary>What one request may ask for (section <c>Limits</c>).</summary>
public sealed class LimitsOptions
{
    /// <summary>Bytes of one uploaded file.</summary>
    public long MaxUploadBytes { get; set; } = 2L * 1024 * 1024 * 1024;
}
