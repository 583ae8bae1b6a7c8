namespace AudioServer.Infrastructure.Processes;

/// <summary>How a caged run ended.</summary>
internal enum CagedOutcome
{
    /// <summary>The tool ended by itself, or the kernel ended it for breaking a limit; the exit code tells.</summary>
    Exited,

    /// <summary>It outlasted its wall time and was killed.</summary>
    TimedOut,

    /// <summary>It wrote more than was allowed and was killed.</summary>
    OutputTooLarge,

    /// <summary>The tool was never reached: the cage could not be built or the tool could not be loaded. No fault of the input's.</summary>
    CageFailed,
}

/// <param name="Outcome">How the run ended; the exit code and the output mean something only when it is <see cref="CagedOutcome.Exited"/>.</param>
/// <param name="ExitCode">The tool's own; 128 and more when a signal ended it.</param>
/// <param name="Output">Standard output, whole.</param>
/// <param name="Errors">Standard error, bounded; free text from a stranger's file.</param>
internal sealed record CagedResult(CagedOutcome Outcome, int ExitCode, ReadOnlyMemory<byte> Output, string Errors)
{
    /// <summary>What shells and loaders answer when a program cannot be executed or its libraries are missing.</summary>
    private const int CannotExecute = 126;
    private const int CannotLoad = 127;

    public static CagedResult Without(CagedOutcome outcome, string errors = "") => new(outcome, -1, ReadOnlyMemory<byte>.Empty, errors);

    public static CagedResult Of(int exitCode, byte[] output, string errors)
    {
        var failed = exitCode is CannotExecute or CannotLoad || (exitCode != 0 && output.Length == 0 && Cage.IsOwnComplaint(errors));
        return new CagedResult(failed ? CagedOutcome.CageFailed : CagedOutcome.Exited, exitCode, output, errors);
    }
}
