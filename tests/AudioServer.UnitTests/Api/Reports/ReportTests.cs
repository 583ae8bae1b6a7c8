using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using AudioServer.Api.Reports;
using AudioServer.Application;
using AudioServer.Application.AudioFiles;
using AudioServer.Application.Verification;
using AudioServer.Domain.AudioFiles;
using AudioServer.Domain.Verification;

namespace AudioServer.UnitTests.Api.Reports;

public sealed class ReportTests
{
    private static readonly AudioFileView.FindingView Cut = new() { Code = "truncated", Severity = Severity.Error, Message = "It ends <early> & says \"more\".", At = 1.5, Byte = 24_000 };

    private static readonly CheckedFile[] Files =
    [
        Of("good.flac", VerificationState.Ok, 0.25),
        Of("music/a b.mp3", VerificationState.Broken, 0.5, Cut),
        Of("/odd/\u00E4.dsf", VerificationState.Skipped, 0.25),
        new("notes.txt", null, new CheckRefusal("not_audio", "This is not audio: it looks like text.")),
    ];

    [Fact]
    public void JUnit_has_a_case_for_each_file_and_sums_that_fit()
    {
        var suite = XDocument.Parse(Encoding.UTF8.GetString(JUnitReport.Write(Files))).Root!.Elements("testsuite").Should().ContainSingle().Subject;

        suite.Attributes().ToDictionary(attribute => attribute.Name.LocalName, attribute => attribute.Value).Should().Equal(new Dictionary<string, string>
        {
            ["name"] = "AudioServer",
            ["tests"] = "4",
            ["failures"] = "1",
            ["errors"] = "1",
            ["skipped"] = "1",
            ["time"] = "1",
        });
        suite.Elements("testcase").Select(test => test.Attribute("name")!.Value).Should().Equal(Files.Select(file => file.Name));
        var failure = suite.Descendants("failure").Should().ContainSingle().Subject;
        failure.Attribute("type")!.Value.Should().Be("truncated");
        failure.Value.Should().Be("error truncated at 1.5 s at byte 24000: It ends <early> & says \"more\".\n");
        suite.Descendants("error").Should().ContainSingle().Which.Attribute("message")!.Value.Should().Be("This is not audio: it looks like text.");
        suite.Descendants("skipped").Should().ContainSingle();
    }

    [Fact]
    public void Sarif_has_an_artifact_for_each_file_and_results_that_point_to_it()
    {
        var run = JsonSerializer.SerializeToElement(SarifReport.Of(Files), JsonSettings.Options).GetProperty("runs")[0];

        run.GetProperty("artifacts").EnumerateArray().Select(artifact => artifact.GetProperty("location").GetProperty("uri").GetString()).Should().Equal("good.flac", "music/a%20b.mp3", "file:///odd/%C3%A4.dsf", "notes.txt");
        run.GetProperty("artifacts")[1].GetProperty("properties").GetProperty("state").GetString().Should().Be("broken");
        run.GetProperty("results").EnumerateArray().Select(result => $"{result.GetProperty("ruleId")} {result.GetProperty("level")} {result.GetProperty("locations")[0].GetProperty("physicalLocation").GetProperty("artifactLocation").GetProperty("uri")}")
            .Should().Equal("truncated error music/a%20b.mp3", "not_audio error notes.txt");
        run.GetProperty("tool").GetProperty("driver").GetProperty("rules").EnumerateArray().Select(rule => rule.GetProperty("id").GetString()).Should().Equal("truncated", "not_audio");
        run.GetProperty("invocations")[0].GetProperty("executionSuccessful").GetBoolean().Should().BeFalse("two were not verified");
    }

    private static CheckedFile Of(string name, VerificationState state, double elapsed, params AudioFileView.FindingView[] findings) =>
        CheckedFile.Of(new VerificationReportView(null, name, state, 1, null, elapsed, null, new DeclaredAudio(null, null, null, null, null, null), null, null, [], 0, findings));
}
