namespace AudioServer.Infrastructure.Derived;

/// <summary>Slices and conversions (section <c>Derived</c>).</summary>
public sealed class DerivedOptions
{
    /// <summary>Bytes of all derived files that are kept; no single one may be larger. Those being made come on top.</summary>
    public long CacheBytes { get; set; } = 1L << 30;

    /// <summary>How many may be made at a time.</summary>
    public int Concurrency { get; set; } = Environment.ProcessorCount;
}
