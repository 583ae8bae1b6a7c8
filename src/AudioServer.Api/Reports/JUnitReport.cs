using System.Globalization;
using System.Text;
using System.Xml;
using AudioServer.Application.AudioFiles;
using AudioServer.Application.Verification;
using AudioServer.Domain.AudioFiles;

namespace AudioServer.Api.Reports;

/// <summary>
/// A verification as CI systems read test results: JUnit's XML, by the schema that Jenkins and GitLab take (testmoapp/junitxml). A broken file is a failed
/// test, one without a decoder a skipped one; a suspect file passes, and what was found stands in its output.
/// </summary>
internal static class JUnitReport
{
    public const string MediaType = "application/junit+xml";

    public static byte[] Write(VerificationReportView report)
    {
        using var bytes = new MemoryStream();
        using (var xml = XmlWriter.Create(bytes, new XmlWriterSettings { Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), Indent = true }))
        {
            xml.WriteStartElement("testsuites");
            xml.WriteStartElement("testsuite");
            xml.WriteAttributeString("name", "AudioServer");
            xml.WriteAttributeString("tests", "1");
            xml.WriteAttributeString("failures", report.State == VerificationState.Broken ? "1" : "0");
            xml.WriteAttributeString("errors", "0");
            xml.WriteAttributeString("skipped", report.State == VerificationState.Skipped ? "1" : "0");
            xml.WriteAttributeString("time", Seconds(report.Elapsed));
            WriteCase(xml, report);
            xml.WriteEndElement();
            xml.WriteEndElement();
        }

        return bytes.ToArray();
    }

    private static void WriteCase(XmlWriter xml, VerificationReportView report)
    {
        xml.WriteStartElement("testcase");
        xml.WriteAttributeString("classname", "AudioServer.verification");
        xml.WriteAttributeString("name", report.Name ?? "upload");
        xml.WriteAttributeString("time", Seconds(report.Elapsed));
        var first = report.Findings.Count > 0 ? report.Findings[0] : null;
        if (report.State == VerificationState.Broken)
        {
            xml.WriteStartElement("failure");
            xml.WriteAttributeString("type", first?.Code ?? "broken");
            xml.WriteAttributeString("message", first?.Message ?? "The audio is broken.");
            xml.WriteString(Lines(report.Findings));
            xml.WriteEndElement();
        }
        else if (report.State == VerificationState.Skipped)
        {
            xml.WriteStartElement("skipped");
            xml.WriteAttributeString("message", first?.Message ?? "There is no decoder for it.");
            xml.WriteEndElement();
        }

        xml.WriteElementString("system-out", $"{report.State.ToString().ToLowerInvariant()}\n{Lines(report.Findings)}");
        xml.WriteEndElement();
    }

    private static string Lines(IEnumerable<AudioFileView.FindingView> findings) => string.Concat(findings.Select(finding =>
        $"{finding.Severity.ToString().ToLowerInvariant()} {finding.Code}{Place(finding)}: {finding.Message}\n"));

    private static string Place(AudioFileView.FindingView finding) =>
        (finding.At is { } at ? $" at {Seconds(at)} s" : "") + (finding.Byte is { } place ? $" at byte {place.ToString(CultureInfo.InvariantCulture)}" : "");

    private static string Seconds(double? seconds) => (seconds ?? 0).ToString("0.###", CultureInfo.InvariantCulture);
}
