namespace AudioServer.Domain.Verification;

/// <summary>One thing that a verification found.</summary>
/// <param name="Code">One of <see cref="FindingCodes"/>: stable, snake_case, part of the public contract.</param>
/// <param name="Severity">Decides the state, see <see cref="Judge"/>.</param>
/// <param name="Message">A sentence that a person understands. Holds nothing of the file's own text that is not cleaned and bounded.</param>
/// <param name="At">Seconds from the start of the audio; null when the place is not known.</param>
/// <param name="Byte">Bytes from the start of the file; null when the place is not known.</param>
public sealed record Finding(string Code, Severity Severity, string Message, double? At = null, long? Byte = null);

/// <summary>How much a finding weighs.</summary>
public enum Severity
{
    /// <summary>Worth knowing; nothing is wrong.</summary>
    Info,

    /// <summary>It plays, but something declared is false or some data was skipped.</summary>
    Warning,

    /// <summary>Audio is lost or not to be trusted.</summary>
    Error,
}
