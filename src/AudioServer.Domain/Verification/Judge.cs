using AudioServer.Domain.AudioFiles;
using AudioServer.Domain.Pcm;
using AudioServer.Domain.Verification.Rules;

namespace AudioServer.Domain.Verification;

/// <summary>
/// Weighs the evidence: declared against measured, by the table in <c>docs/verification.md</c>. Any <see cref="Severity.Error"/> makes a file
/// broken, else a file for which there is no decoder is skipped, else any <see cref="Severity.Warning"/> makes it suspect, else it is ok.
/// </summary>
public static class Judge
{
    private static readonly Func<Evidence, AudioLength, IEnumerable<Finding>>[] Rules =
    [
        EndingRules.Ending,
        EndingRules.Emptiness,
        LengthRules.Truncation,
        LengthRules.Loss,
        LengthRules.Mismatch,
        ChecksumRules.Md5,
        ComplaintRules.Complaints,
        SoundRules.Format,
        SoundRules.Loudness,
    ];

    public static VerificationReport Pass(Evidence evidence)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        var length = AudioLength.Of(evidence);
        var own = new FindingList();
        foreach (var finding in Rules.SelectMany(rule => rule(evidence, length)))
        {
            own.Add(finding);
        }

        return Report(evidence, [.. evidence.Structure.Findings, .. own], evidence.Structure.Findings.Total + own.Total);
    }

    private static VerificationReport Report(Evidence evidence, IReadOnlyList<Finding> findings, int count)
    {
        var pcm = evidence.Pcm;
        return new VerificationReport(
            State(evidence, findings),
            evidence.Elapsed,
            evidence.Decoding.Decoder,
            evidence.Declared with { SampleCount = evidence.Structure.DeclaredSamples },
            pcm.Format is { } format ? new MeasuredAudio(pcm.Duration, pcm.SampleCount, format.SampleRate, format.Channels, format.Encoding.Name(), pcm.Sha256) : null,
            pcm.Loudness,
            pcm.Silence,
            pcm.ClippedSamples,
            [.. findings.OrderByDescending(finding => finding.Severity).ThenBy(finding => Place(finding, evidence))],
            count);
    }

    private static VerificationState State(Evidence evidence, IReadOnlyList<Finding> findings) =>
        findings.Any(finding => finding.Severity == Severity.Error) ? VerificationState.Broken
        : evidence.Decoding.End == DecodingEnd.NoDecoder ? VerificationState.Skipped
        : findings.Any(finding => finding.Severity == Severity.Warning) ? VerificationState.Suspect
        : VerificationState.Ok;

    /// <summary>Seconds, reckoned from the byte where only that is known, to sort by; what has no place comes last.</summary>
    private static double Place(Finding finding, Evidence evidence) =>
        finding.At ?? (finding.Byte is { } offset && evidence.Size > 0 ? evidence.Pcm.Duration * offset / evidence.Size : double.PositiveInfinity);
}
