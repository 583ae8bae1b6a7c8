using System.Globalization;
using AudioServer.Domain.Verification;

namespace AudioServer.Domain.Structure;

/// <summary>Sentences about sizes that do not fit, worded alike for every format.</summary>
internal static class SizeFindings
{
    /// <param name="part">What is cut: "data chunk".</param>
    /// <param name="promised">Bytes of it by its header.</param>
    /// <param name="present">Bytes of it that are there.</param>
    /// <param name="end">Where the file ends.</param>
    /// <param name="seconds">Of audio that are there; null when not known.</param>
    /// <param name="ofSeconds">Of audio that were promised; null when not known.</param>
    public static Finding Truncated(string part, long promised, long present, long end, double? seconds, double? ofSeconds) => new(
        FindingCodes.Truncated,
        Severity.Error,
        Text($"The {part} promises {promised:N0} bytes, but the file ends after {present:N0} of them{Amount(seconds, ofSeconds)}."),
        seconds,
        end);

    public static Finding Missing(string what, long end) =>
        new(FindingCodes.Truncated, Severity.Error, Text($"The file ends, after {end:N0} bytes, before {what}."), 0, end);

    public static Finding SizeWrong(Severity severity, FormattableString message, long position) =>
        new(FindingCodes.SizeFieldWrong, severity, message.ToString(CultureInfo.InvariantCulture), Byte: position);

    /// <summary>": 1.2 s of 5.1 s are there", or nothing when not known.</summary>
    public static string Amount(double? seconds, double? ofSeconds) =>
        seconds is { } there && ofSeconds is { } all ? Text($": {there:0.0##} s of {all:0.0##} s are there") : "";

    public static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
