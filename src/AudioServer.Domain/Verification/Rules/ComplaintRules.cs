using static AudioServer.Domain.Verification.FindingCodes;
using static AudioServer.Domain.Verification.Rules.Spoken;

namespace AudioServer.Domain.Verification.Rules;

/// <summary>
/// What the decoder complained of. A complaint alone proves no loss: decoders stumble over tags behind the audio, and conceal what they
/// cannot read. It is weighed against the count of samples and against checksums.
/// </summary>
internal static class ComplaintRules
{
    /// <summary>Samples that may still be on their way, through the tool's buffer and a pipe, when a complaint of what follows them comes: seconds, and bytes.</summary>
    private const double LagSeconds = 1;

    private const double LagBytes = 128 * 1024;

    /// <summary>Words by which decoders report that a codec's own checksum failed: nothing they could conceal.</summary>
    private static readonly string[] ChecksumWords = ["crc", "checksum", "parity check"];

    public static IEnumerable<Finding> Complaints(Evidence evidence, AudioLength length)
    {
        if (!length.IsFinal || length.Decoded == 0 || IsProvedOtherwise(evidence, length))
        {
            yield break;
        }

        foreach (var complaint in Distinct(evidence, length).Where(complaint => !IsBehindTheAudio(complaint, evidence, length)))
        {
            var isOfChecksum = ChecksumWords.Any(word => complaint.Message.Contains(word, StringComparison.OrdinalIgnoreCase));
            if (isOfChecksum && !DecoderHabits.KnowsChecksumsOf(evidence.Codec))
            {
                continue;
            }

            yield return isOfChecksum
                ? new Finding(ChecksumMismatch, Severity.Error, $"Near {Time(complaint.At)} a checksum of the audio is wrong: {complaint.Message}", complaint.At)
                : length.IsWhole
                ? new Finding(DecodeError, Severity.Warning, $"Near {Time(complaint.At)} the decoder had to bridge damaged audio: {complaint.Message}", complaint.At)
                : new Finding(DecodeError, Severity.Error, $"Near {Time(complaint.At)} the audio does not decode: {complaint.Message}", complaint.At);
        }
    }

    /// <summary>Within the lag of the last sample that came.</summary>
    public static bool IsNearTheEnd(DecoderComplaint complaint, Evidence evidence) =>
        evidence.Pcm is { Format: { } format, Duration: var end } && complaint.At >= end - LagSeconds - (LagBytes / format.FrameSize / format.SampleRate);

    /// <summary>Every sample came, and each is its bytes or has a checksum that holds.</summary>
    private static bool IsProvedOtherwise(Evidence evidence, AudioLength length) =>
        ChecksumRules.IsMd5Right(evidence)
        || (length.IsWhole
            && (evidence.Codec.StartsWith("pcm_", StringComparison.Ordinal)
                || (evidence.Structure.IsChecksummed && evidence.Structure.Findings.All(finding => finding.Severity != Severity.Error))));

    private static bool IsBehindTheAudio(DecoderComplaint complaint, Evidence evidence, AudioLength length) =>
        IsNearTheEnd(complaint, evidence)
        && !length.IsShortOfDeclared
        && !length.IsShortOfPresent
        && (evidence.Structure.AudioEnd is { } end ? end < evidence.Size : length.IsWhole);

    /// <summary>One for each place: a decoder says several lines over one packet.</summary>
    private static IEnumerable<DecoderComplaint> Distinct(Evidence evidence, AudioLength length) =>
        evidence.Decoding is { End: DecodingEnd.GaveUp, Complaints.Count: 0 }
            ? [new DecoderComplaint("the decoder gave up without a word", length.DecodedSeconds)]
            : evidence.Decoding.Complaints.DistinctBy(complaint => complaint.At);
}
