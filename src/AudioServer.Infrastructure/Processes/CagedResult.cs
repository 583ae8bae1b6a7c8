using AudioServer.Infrastructure.Telemetry;

namespace AudioServer.Infrastructure.Processes;

/// <summary>How a caged run ended.</summary>
internal enum CagedOutcome
{
    /// <summary>The tool ended by itself, or the kernel ended it for breaking a limit; the exit code tells.</summary>
    Exited,

    /// <summary>It outlasted its wall time and was killed.</summary>
    TimedOut,

    /// <summary>It wrote more than was wanted and was killed.</summary>
    OutputTooLarge,

    /// <summary>The tool was never reached: the cage could not be built or the tool could not be loaded. No fault of the input's.</summary>
    CageFailed,
}

/// <param name="Outcome">How the run ended; the exit code means something only when it is <see cref="CagedOutcome.Exited"/>.</param>
/// <param name="ExitCode">The tool's own; 128 and more when a signal ended it.</param>
/// <param name="Fault">Why the tool could not be started.</param>
internal sealed record CagedEnd(CagedOutcome Outcome, int ExitCode = -1, string Fault = "")
{
    /// <summary>What shells and loaders answer when a program cannot be executed or its libraries are missing.</summary>
    private const int CannotExecute = 126;
    private const int CannotLoad = 127;

    /// <summary>A process that ended by signal N is reported as 128 + N; the tools' own codes leave these alone.</summary>
    private const int FirstSignal = 129;
    private const int LastSignal = 159;

    /// <summary>True when it crashed, or the kernel ended it for breaking a limit.</summary>
    public bool IsBySignal => Outcome == CagedOutcome.Exited && ExitCode is >= FirstSignal and <= LastSignal;

    /// <summary>What ended it before its own end; null for a run that ended by itself, or was ended because enough was read.</summary>
    public DeathCause? Death => Outcome switch
    {
        CagedOutcome.CageFailed => DeathCause.Cage,
        CagedOutcome.TimedOut => DeathCause.Timeout,
        CagedOutcome.Exited when ExitCode is CannotExecute or CannotLoad => DeathCause.Cage,
        CagedOutcome.Exited when IsBySignal => DeathCause.Signal,
        _ => null,
    };

    /// <summary>True when the tool was never reached.</summary>
    /// <param name="hasOutput">Whether anything came on standard output.</param>
    /// <param name="errors">Standard error, at least its first line.</param>
    public bool IsFaultOfCage(bool hasOutput, string errors) =>
        Outcome == CagedOutcome.CageFailed
        || (Outcome == CagedOutcome.Exited
            && (ExitCode is CannotExecute or CannotLoad || (ExitCode != 0 && !hasOutput && Cage.IsOwnComplaint(errors))));
}

/// <param name="Outcome">How the run ended; the exit code and the output mean something only when it is <see cref="CagedOutcome.Exited"/>.</param>
/// <param name="ExitCode">The tool's own; 128 and more when a signal ended it.</param>
/// <param name="Output">Standard output, whole.</param>
/// <param name="Errors">Standard error, bounded; free text from a stranger's file.</param>
internal sealed record CagedResult(CagedOutcome Outcome, int ExitCode, ReadOnlyMemory<byte> Output, string Errors)
{
    /// <summary>Of a run and what it wrote, which counts only when the tool ended by itself.</summary>
    public static CagedResult Of(CagedEnd end, MemoryStream output, HeadAndTail errors)
    {
        if (end.Outcome != CagedOutcome.Exited)
        {
            return new CagedResult(end.Outcome, -1, ReadOnlyMemory<byte>.Empty, end.Fault);
        }

        var (bytes, text) = (output.ToArray(), errors.ToString());
        return new CagedResult(end.IsFaultOfCage(bytes.Length > 0, text) ? CagedOutcome.CageFailed : CagedOutcome.Exited, end.ExitCode, bytes, text);
    }
}
