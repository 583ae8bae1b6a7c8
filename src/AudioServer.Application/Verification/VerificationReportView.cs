using AudioServer.Application.AudioFiles;
using AudioServer.Domain.AudioFiles;
using AudioServer.Domain.Verification;

namespace AudioServer.Application.Verification;

/// <summary>The report of a verification as answers show it. Before its end, state and progress alone.</summary>
/// <param name="Id">The file; null for one that was checked and not stored.</param>
/// <param name="Name">Its name; null likewise, unless the client sent one.</param>
/// <param name="State">The verdict, or how far it is from one.</param>
/// <param name="Progress">0 to 1.</param>
/// <param name="CheckedAt">When the verdict was made.</param>
/// <param name="Elapsed">Seconds that it took.</param>
/// <param name="Decoder">What decoded.</param>
/// <param name="Declared">What the file states of itself.</param>
/// <param name="Measured">What its audio is.</param>
/// <param name="Loudness">By EBU R 128.</param>
/// <param name="Silence">Stretches without sound.</param>
/// <param name="ClippedSamples">Samples in runs at full scale.</param>
/// <param name="Findings">The weightiest first.</param>
public sealed record VerificationReportView(
    Guid? Id,
    string? Name,
    VerificationState State,
    double Progress,
    DateTimeOffset? CheckedAt,
    double? Elapsed,
    DecoderIdentity? Decoder,
    DeclaredAudio Declared,
    MeasuredAudio? Measured,
    Loudness? Loudness,
    IReadOnlyList<SilentStretch> Silence,
    long ClippedSamples,
    IReadOnlyList<AudioFileView.FindingView> Findings)
{
    /// <summary>Of a file that is not verified yet.</summary>
    public static VerificationReportView Pending(AudioFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return new(file.Id, file.Name, file.State, file.Progress, null, null, null, VerificationSource.DeclaredBy(file), null, null, [], 0, []);
    }

    public static VerificationReportView Of(VerificationReport report, Guid? id, string? name, DateTimeOffset? checkedAt)
    {
        ArgumentNullException.ThrowIfNull(report);
        return new(
            id,
            name,
            report.State,
            1,
            checkedAt,
            report.Elapsed,
            report.Decoder,
            report.Declared,
            report.Measured,
            report.Loudness,
            report.Silence,
            report.ClippedSamples,
            [.. report.Findings.Select(finding => new AudioFileView.FindingView { Code = finding.Code, Severity = finding.Severity, Message = finding.Message, At = finding.At, Byte = finding.Byte })]);
    }
}
