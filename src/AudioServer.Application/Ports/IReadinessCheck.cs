namespace AudioServer.Application.Ports;

/// <summary>One part the server cannot work without.</summary>
public interface IReadinessCheck
{
    /// <summary>"database", "storage", "decoder", "worker".</summary>
    string Part { get; }

    /// <summary>How the part works here, where there is more than one way; null where not.</summary>
    string? Detail => null;

    /// <summary>Null when the part works, else what is wrong, fit to be shown to anybody. Does not throw for a fault of the part, and may be left waiting for longer than anybody listens.</summary>
    Task<string?> FindFaultAsync(CancellationToken cancellationToken);
}
