namespace AudioServer.Domain.Verification.Rules;

/// <summary>How long a file's audio is by each account, in samples of one channel at <paramref name="Rate"/>.</summary>
/// <param name="Rate">Hz, of the decoded samples where there are any; at least 1.</param>
/// <param name="Decoded">What really came.</param>
/// <param name="Declared">What the headers promise; null when they promise nothing.</param>
/// <param name="Present">What the frames that are there make; null when only decoding can tell.</param>
/// <param name="Tolerance">By how much a sound file's accounts may differ.</param>
/// <param name="Precision">By how much an account may be off from rounding alone.</param>
/// <param name="Habit">By how much the decoder's own count may be off, <paramref name="Precision"/> and <paramref name="Tolerance"/> not counted.</param>
/// <param name="IsFinal">False when decoding was ended before the end of the file: then what is missing says nothing.</param>
internal sealed record AudioLength(int Rate, long Decoded, double? Declared, double? Present, double Tolerance, double Precision, double Habit, bool IsFinal)
{
    public double DecodedSeconds => (double)Decoded / Rate;

    public double? DeclaredSeconds => Declared / Rate;

    /// <summary>Clearly more is promised than is there or, where only decoding can tell what is there, than decodes.</summary>
    public bool IsShortOfDeclared => IsFinal && (Present is null ? Declared - Decoded > Tolerance + Habit : Declared - Present > Tolerance);

    /// <summary>Clearly more is there than decodes.</summary>
    public bool IsShortOfPresent => IsFinal && Present - Decoded > Tolerance + Habit;

    /// <summary>Clearly more decodes than is promised.</summary>
    public bool IsLongerThanDeclared => Decoded - Declared > Tolerance + Habit;

    /// <summary>Not one sample is missing by an account that can tell.</summary>
    public bool IsWhole => IsFinal && (Present ?? Declared) - Decoded <= Precision + Habit;

    public static AudioLength Of(Evidence evidence)
    {
        var (structure, declared) = (evidence.Structure, evidence.Declared);
        var rate = Math.Max(1, evidence.Pcm.Format?.SampleRate ?? structure.SampleRate ?? declared.SampleRate ?? 1);
        var scale = structure.SampleRate is > 0 and var own && own != rate ? (double)rate / own : 1;
        var habit = DecoderHabits.Samples(evidence.Container, evidence.Codec);
        var isFinal = evidence.Decoding.End is DecodingEnd.Finished or DecodingEnd.GaveUp;
        if (structure.DeclaredSamples is not null || structure.PresentSamples is not null)
        {
            var rounding = scale == 1 ? 0 : 1;
            var tolerance = (structure.ToleranceSamples * scale) + rounding;
            return new AudioLength(rate, evidence.Pcm.SampleCount, structure.DeclaredSamples * scale, structure.PresentSamples * scale, tolerance, rounding, habit, isFinal);
        }

        var precision = DeclaredPrecision.Seconds(evidence.Container) * rate;
        return DeclaredPrecision.Tolerance(evidence.Container, evidence.Codec, declared.Duration ?? 0, rate) is { } seconds
            ? new AudioLength(rate, evidence.Pcm.SampleCount, declared.Duration * rate, null, (seconds * rate) + precision, precision, habit, isFinal)
            : new AudioLength(rate, evidence.Pcm.SampleCount, null, null, 0, 0, habit, isFinal);
    }
}
