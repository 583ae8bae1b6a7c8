namespace AudioServer.Application.Verification;

/// <summary>How uploads are proved by decoding (section <c>Verification</c>).</summary>
public sealed class VerificationOptions
{
    /// <summary>Files verified at once; 0 leaves the queue to other servers.</summary>
    public int Concurrency { get; set; } = Math.Max(1, Environment.ProcessorCount / 2);

    /// <summary>Decoding may take so many times the duration that the file declares.</summary>
    public double TimeoutFactor { get; set; } = 1.0;

    /// <summary>And at least so long.</summary>
    public TimeSpan MinTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Between a try that came to no end, or could not begin, and the next.</summary>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromSeconds(10);

    public bool IsValid => Concurrency is >= 0 and <= 1024 && TimeoutFactor is >= 0 and <= 1000 && MinTimeout > TimeSpan.Zero && MinTimeout <= TimeSpan.FromDays(1) && RetryDelay >= TimeSpan.Zero;

    /// <summary>What decoding of so many declared seconds may take; null seconds: none are declared.</summary>
    public TimeSpan TimeLimit(double? duration)
    {
        var byDuration = TimeSpan.FromSeconds(Math.Min(TimeoutFactor * (duration ?? 0), TimeSpan.FromDays(7).TotalSeconds));
        return byDuration > MinTimeout ? byDuration : MinTimeout;
    }
}
