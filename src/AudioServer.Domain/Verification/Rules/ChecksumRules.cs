using static AudioServer.Domain.Verification.FindingCodes;

namespace AudioServer.Domain.Verification.Rules;

/// <summary>The MD5 of its decoded samples that a FLAC file states of itself (RFC 9639, section 8.2).</summary>
internal static class ChecksumRules
{
    public static IEnumerable<Finding> Md5(Evidence evidence, AudioLength length)
    {
        if (length is { IsFinal: true, Decoded: > 0 } && IsComparable(evidence) && !IsMd5Right(evidence))
        {
            yield return new Finding(
                ChecksumMismatch, Severity.Error, "The decoded audio does not have the MD5 that the file states of it: some of it is not what was encoded.");
        }
    }

    public static bool IsMd5Right(Evidence evidence) => IsComparable(evidence) && evidence.Structure.PcmMd5!.SequenceEqual(evidence.Pcm.Md5!);

    /// <summary>Where rate or channels change on the way, what came was converted on the way too.</summary>
    private static bool IsComparable(Evidence evidence) =>
        evidence.Structure.PcmMd5 is not null
        && evidence.Pcm.Md5 is not null
        && !evidence.Structure.Findings.Any(finding => finding.Code is ChannelChange or RateChange)
        && (evidence.Structure.Channels ?? evidence.Pcm.Format?.Channels) == evidence.Pcm.Format?.Channels
        && (evidence.Structure.SampleRate ?? evidence.Pcm.Format?.SampleRate) == evidence.Pcm.Format?.SampleRate;
}
