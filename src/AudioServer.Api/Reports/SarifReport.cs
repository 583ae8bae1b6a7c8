using AudioServer.Application.AudioFiles;
using AudioServer.Domain.AudioFiles;
using AudioServer.Domain.Verification;

namespace AudioServer.Api.Reports;

/// <summary>Verifications as code scanners tell what they found: SARIF 2.1.0 (OASIS), one run with an artifact for each file and a result for each finding.</summary>
internal static class SarifReport
{
    public const string MediaType = "application/sarif+json";

    /// <summary>The log, ready to be serialised: SARIF's own names, in camelCase.</summary>
    public static IReadOnlyDictionary<string, object> Of(IReadOnlyList<CheckedFile> files) => new Dictionary<string, object>
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
                        rules = files.SelectMany(CodesOf).Distinct().Select(code => new { id = code }).ToArray(),
                    },
                },
                invocations = new[] { new { executionSuccessful = files.All(file => file.Report is { State: not VerificationState.Skipped }) } },
                artifacts = files.Select(ArtifactOf).ToArray(),
                results = files.SelectMany(ResultsOf).ToArray(),
            },
        },
    };

    private static IEnumerable<string> CodesOf(CheckedFile file) => file.Refusal is { } refusal ? [refusal.Code] : file.Findings.Select(finding => finding.Code);

    private static Dictionary<string, object> ArtifactOf(CheckedFile file)
    {
        var artifact = new Dictionary<string, object> { ["location"] = new { uri = UriOf(file) } };
        if (file.Report is { } report)
        {
            artifact["properties"] = new { state = report.State, measured = report.Measured, declared = report.Declared };
        }

        return artifact;
    }

    private static IEnumerable<Dictionary<string, object>> ResultsOf(CheckedFile file) => file.Refusal is { } refusal
        ? [ResultOf(new AudioFileView.FindingView { Code = refusal.Code, Severity = Severity.Error, Message = refusal.Detail }, UriOf(file))]
        : file.Findings.Select(finding => ResultOf(finding, UriOf(file)));

    /// <summary>A relative reference, but for a whole path.</summary>
    private static string UriOf(CheckedFile file) =>
        (file.Name.StartsWith('/') ? "file://" : "") + string.Join('/', file.Name.Split('/').Select(Uri.EscapeDataString));

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
