using System.Globalization;
using AudioServer.Application.AudioFiles;

namespace AudioServer.Api.Reports;

/// <summary>Findings as people read them.</summary>
internal static class FindingText
{
    /// <summary><c>error truncated at 1.5 s at byte 24000: …</c></summary>
    public static string Of(AudioFileView.FindingView finding) =>
        $"{finding.Severity.ToString().ToLowerInvariant()} {finding.Code}{(finding.At is { } at ? $" at {Seconds(at)} s" : "")}{(finding.Byte is { } place ? $" at byte {place.ToString(CultureInfo.InvariantCulture)}" : "")}: {finding.Message}";

    public static string Seconds(double? seconds) => (seconds ?? 0).ToString("0.###", CultureInfo.InvariantCulture);
}
