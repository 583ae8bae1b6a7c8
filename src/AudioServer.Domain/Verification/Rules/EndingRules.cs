using System.Globalization;
using static AudioServer.Domain.Verification.FindingCodes;
using static AudioServer.Domain.Verification.Rules.Spoken;

namespace AudioServer.Domain.Verification.Rules;

/// <summary>What follows from how decoding ended, and from no audio at all.</summary>
internal static class EndingRules
{
    public static IEnumerable<Finding> Ending(Evidence evidence, AudioLength length)
    {
        var at = length.DecodedSeconds;
        switch (evidence.Decoding.End)
        {
            case DecodingEnd.NoDecoder:
                yield return new Finding(DecoderMissing, Severity.Info, $"This server has no decoder for {evidence.Codec}: nothing is proved about the audio.");
                break;
            case DecodingEnd.TimedOut:
                yield return new Finding(
                    TimedOut, Severity.Error, string.Create(CultureInfo.InvariantCulture, $"Decoding was given up after {evidence.Elapsed:0.0} s, when {Time(at)} of audio had come."), at);
                break;
            case DecodingEnd.OutOfBounds:
                yield return new Finding(TooLong, Severity.Error, $"The audio goes on for longer than this server decodes: it was left at {Time(at)}.", at);
                break;
            case DecodingEnd.Died:
                yield return new Finding(DecoderDied, Severity.Error, $"The decoder died over this file, when {Time(at)} of audio had come.", at);
                break;
        }
    }

    public static IEnumerable<Finding> Emptiness(Evidence evidence, AudioLength length)
    {
        if (!length.IsFinal || length.Decoded > 0)
        {
            yield break;
        }

        var reason = evidence.Decoding.Complaints.Count > 0 ? $" The decoder says: {evidence.Decoding.Complaints[0].Message}" : "";
        yield return new Finding(
            NoSamples,
            Severity.Error,
            (length.DeclaredSeconds is > 0 and var promised ? $"Not one sample of audio can be decoded, where {Time(promised)} is declared." : "Not one sample of audio can be decoded.") + reason);
    }
}
