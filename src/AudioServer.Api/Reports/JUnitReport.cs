using System.Text;
using System.Xml;
using AudioServer.Domain.AudioFiles;

namespace AudioServer.Api.Reports;

/// <summary>
/// Verifications as CI systems read test results: JUnit's XML, by the schema that Jenkins and GitLab take (testmoapp/junitxml). A broken file is a failed
/// test, one without a decoder a skipped one, one that is no audio or cannot be read an error; a suspect file passes, and what was found stands in its output.
/// </summary>
internal static class JUnitReport
{
    public const string MediaType = "application/junit+xml";

    public static byte[] Write(IReadOnlyList<CheckedFile> files)
    {
        using var bytes = new MemoryStream();
        using (var xml = XmlWriter.Create(bytes, new XmlWriterSettings { Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), Indent = true }))
        {
            int Count(Func<CheckedFile, bool> isSo) => files.Count(isSo);
            xml.WriteStartElement("testsuites");
            xml.WriteStartElement("testsuite");
            xml.WriteAttributeString("name", "AudioServer");
            xml.WriteAttributeString("tests", $"{files.Count}");
            xml.WriteAttributeString("failures", $"{Count(file => file.Report?.State == VerificationState.Broken)}");
            xml.WriteAttributeString("errors", $"{Count(file => file.Refusal is not null)}");
            xml.WriteAttributeString("skipped", $"{Count(file => file.Report?.State == VerificationState.Skipped)}");
            xml.WriteAttributeString("time", FindingText.Seconds(files.Sum(file => file.Report?.Elapsed)));
            foreach (var file in files)
            {
                WriteCase(xml, file);
            }

            xml.WriteEndElement();
            xml.WriteEndElement();
        }

        return bytes.ToArray();
    }

    private static void WriteCase(XmlWriter xml, CheckedFile file)
    {
        xml.WriteStartElement("testcase");
        xml.WriteAttributeString("classname", "AudioServer.verification");
        xml.WriteAttributeString("name", file.Name);
        xml.WriteAttributeString("time", FindingText.Seconds(file.Report?.Elapsed));
        var first = file.Findings.Count > 0 ? file.Findings[0] : null;
        var lines = string.Concat(file.Findings.Select(finding => $"{FindingText.Of(finding)}\n"));
        if (file.Refusal is { } refusal)
        {
            WriteOutcome(xml, "error", refusal.Code, refusal.Detail, refusal.Detail);
        }
        else if (file.Report?.State == VerificationState.Broken)
        {
            WriteOutcome(xml, "failure", first?.Code ?? "broken", first?.Message ?? "The audio is broken.", lines);
        }
        else if (file.Report?.State == VerificationState.Skipped)
        {
            xml.WriteStartElement("skipped");
            xml.WriteAttributeString("message", first?.Message ?? "There is no decoder for it.");
            xml.WriteEndElement();
        }

        if (file.Report is { } report)
        {
            xml.WriteElementString("system-out", $"{report.State.ToString().ToLowerInvariant()}\n{lines}");
        }

        xml.WriteEndElement();
    }

    private static void WriteOutcome(XmlWriter xml, string element, string type, string message, string text)
    {
        xml.WriteStartElement(element);
        xml.WriteAttributeString("type", type);
        xml.WriteAttributeString("message", message);
        xml.WriteString(text);
        xml.WriteEndElement();
    }
}
