namespace AudioServer.Application.Ports;

/// <summary>One part the server cannot work without.</summary>
public interface IReadinessCheck
{
    /// <summary>"database", "storage", "decoder".</summary>
    string Part { get; }

    /// <summary>How the part works here, where there is more than one way; null where not.</summary>
    string? Detail => null;

    /// <summary>Null when the part works, else what is wrong, fit to be shown to anybody. Does not throw for a fault of the part.</summary>
    Task<string?> FindFaultAsync(CancellationToken cancellationToken);
}
