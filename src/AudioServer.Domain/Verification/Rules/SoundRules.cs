using static AudioServer.Domain.Verification.FindingCodes;
using static AudioServer.Domain.Verification.Rules.Spoken;

namespace AudioServer.Domain.Verification.Rules;

/// <summary>What the decoded audio is like: its format against the declared one, and what a listener should know.</summary>
internal static class SoundRules
{
    public static IEnumerable<Finding> Format(Evidence evidence, AudioLength length)
    {
        if (evidence.Pcm.Format is not { } format)
        {
            yield break;
        }

        if (evidence.Declared.SampleRate is { } rate && rate != format.SampleRate && !(IsExtendedAac(evidence) && rate * 2 == format.SampleRate))
        {
            yield return Differs($"a sample rate of {Count(rate)} Hz", $"{Count(format.SampleRate)} Hz");
        }

        if (evidence.Declared.Channels is { } channels && channels != format.Channels && !(IsExtendedAac(evidence) && (channels, format.Channels) == (1, 2)))
        {
            yield return Differs(channels == 1 ? "one channel" : $"{channels} channels", $"{format.Channels}");
        }

        static Finding Differs(string declared, string decoded) =>
            new(FormatMismatch, Severity.Warning, $"The file declares {declared}, but decodes to {decoded}.");
    }

    public static IEnumerable<Finding> Loudness(Evidence evidence, AudioLength length)
    {
        if (evidence.Pcm.IsSilent)
        {
            yield return new Finding(Silent, Severity.Info, "There is nothing to be heard from beginning to end.", 0);
        }

        if (evidence.Pcm is { ClippedSamples: > 0 and var clipped, FirstClipAt: var at })
        {
            yield return new Finding(Clipped, Severity.Info, $"{Count(clipped)} samples stand at full scale in a row with others, the first at {Time(at ?? 0)}.", at);
        }
    }

    /// <summary>HE-AAC doubles the rate, and its second version the channels, of what older readers are told (ISO/IEC 14496-3, 1.6.5).</summary>
    private static bool IsExtendedAac(Evidence evidence) => evidence.Codec is "aac" or "aac_latm";
}
