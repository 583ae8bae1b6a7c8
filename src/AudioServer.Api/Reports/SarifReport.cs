using AudioServer.Application.AudioFiles;
using AudioServer.Application.Verification;
using AudioServer.Domain.AudioFiles;
using AudioServer.Domain.Verification;

namespace AudioServer.Api.Reports;

/// <summary>A verification as code scanners tell what they found: SARIF 2.1.0 (OASIS), one run with one result for each finding.</summary>
internal static class SarifReport
{
    public const string MediaType = "application/sarif+json";

    /// <summary>The log, ready to be serialised: SARIF's own names, in camelCase.</summary>
    public static IReadOnlyDictionary<string, object> Of(VerificationReportView report)
    {
        var uri = Uri.EscapeDataString(report.Name ?? "upload");
        return new Dictionary<string, object>
        {
            ["$schema"] = "https://json.schemastore.org/sarif-2.1.0.json",
            ["version"] = "2.1.0",
            ["runs"] = new[]
            {
                new
                {
                    tool = new
                    {
                        driver = new
                        {
                            name = "AudioServer",
                            version = typeof(SarifReport).Assembly.GetName().Version!.ToString(3),
                            rules = report.Findings.Select(finding => finding.Code).Distinct().Select(code => new { id = code }).ToArray(),
                        },
                    },
                    invocations = new[] { new { executionSuccessful = report.State != VerificationState.Skipped } },
                    artifacts = new[] { new { location = new { uri } } },
                    results = report.Findings.Select(finding => ResultOf(finding, uri)).ToArray(),
                    properties = new { state = report.State, measured = report.Measured, declared = report.Declared },
                },
            },
        };
    }

    private static Dictionary<string, object> ResultOf(AudioFileView.FindingView finding, string uri)
    {
        var place = new Dictionary<string, object> { ["artifactLocation"] = new { uri } };
        if (finding.Byte is { } offset)
        {
            place["region"] = new { byteOffset = offset, byteLength = 1 };
        }

        var result = new Dictionary<string, object>
        {
            ["ruleId"] = finding.Code,
            ["level"] = LevelOf(finding.Severity),
            ["message"] = new { text = finding.Message },
            ["locations"] = new[] { new { physicalLocation = place } },
        };
        if (finding.At is { } at)
        {
            result["properties"] = new { at };
        }

        return result;
    }

    private static string LevelOf(Severity severity) => severity switch
    {
        Severity.Error => "error",
        Severity.Warning => "warning",
        _ => "note",
    };
}
