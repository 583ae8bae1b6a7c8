using static AudioServer.Domain.Verification.FindingCodes;
using static AudioServer.Domain.Verification.Rules.Spoken;

namespace AudioServer.Domain.Verification.Rules;

/// <summary>Promised against present against decoded.</summary>
internal static class LengthRules
{
    /// <summary>A walk that found one of these has said already why audio is short.</summary>
    private static readonly string[] ReasonsToBeShort = [FindingCodes.Truncated, MissingData, ChecksumMismatch];

    /// <summary>The file ends before its audio does.</summary>
    public static IEnumerable<Finding> Truncation(Evidence evidence, AudioLength length)
    {
        if (length.Decoded == 0 || !length.IsShortOfDeclared || LosesInTheMiddle(evidence, length)
            || evidence.Structure.Findings.Any(finding => finding.Severity == Severity.Error && ReasonsToBeShort.Contains(finding.Code)))
        {
            yield break;
        }

        var end = evidence.Structure.AudioEnd;
        var place = end is null ? "" : $", at byte {Count(end.Value)}";
        yield return new Finding(
            FindingCodes.Truncated,
            Severity.Error,
            $"The file declares {Time(length.DeclaredSeconds!.Value)} of audio, but it ends after {Time(length.DecodedSeconds)}{place}.",
            length.DecodedSeconds,
            end);
    }

    /// <summary>Audio is there and does not decode.</summary>
    public static IEnumerable<Finding> Loss(Evidence evidence, AudioLength length)
    {
        if (length.Decoded == 0 || !(length.IsShortOfPresent || LosesInTheMiddle(evidence, length)))
        {
            yield break;
        }

        var expected = (length.Present ?? length.Declared)!.Value / length.Rate;
        yield return new Finding(
            DecodeError,
            Severity.Error,
            $"{Time(expected - length.DecodedSeconds)} of {Time(expected)} of audio does not decode.",
            evidence.Decoding.Complaints.Count > 0 ? evidence.Decoding.Complaints[0].At : length.DecodedSeconds);
    }

    /// <summary>The audio is whole and longer than the headers say.</summary>
    public static IEnumerable<Finding> Mismatch(Evidence evidence, AudioLength length)
    {
        if (length.IsLongerThanDeclared && !evidence.Structure.Findings.Any(finding => finding.Code == DurationMismatch))
        {
            yield return new Finding(
                DurationMismatch, Severity.Warning, $"The file declares {Time(length.DeclaredSeconds!.Value)} of audio, but {Time(length.DecodedSeconds)} decodes.", length.DeclaredSeconds);
        }
    }

    /// <summary>Where only the promised length is known, what the decoder stumbled over well before the end tells a loss from a cut.</summary>
    private static bool LosesInTheMiddle(Evidence evidence, AudioLength length) =>
        length is { Present: null, IsShortOfDeclared: true } && evidence.Decoding.Complaints.Any(complaint => !ComplaintRules.IsNearTheEnd(complaint, evidence));
}
