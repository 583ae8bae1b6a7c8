using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Serilog.Events;
using Serilog.Formatting;
using Serilog.Formatting.Display;

namespace AudioServer.Api.Logging;

/// <summary>
/// One JSON object a line: <c>time</c>, <c>level</c>, <c>message</c>, within a request <c>traceId</c> and <c>spanId</c>, with an exception <c>exception</c>,
/// and in <c>fields</c> what the message was made of. Whatever a client sent, a line stays a line.
/// </summary>
internal sealed class JsonLineFormatter : ITextFormatter
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly MessageTemplateTextFormatter Message = new("{Message:l}");

    public void Format(LogEvent logEvent, TextWriter output)
    {
        using var line = new MemoryStream();
        using (var json = new Utf8JsonWriter(line, Options))
        {
            json.WriteStartObject();
            json.WriteString("time", logEvent.Timestamp.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'"));
            json.WriteString("level", logEvent.Level.ToString().ToLowerInvariant());
            json.WriteString("message", Render(logEvent));
            if (logEvent.TraceId is { } trace)
            {
                json.WriteString("traceId", trace.ToHexString());
            }

            if (logEvent.SpanId is { } span)
            {
                json.WriteString("spanId", span.ToHexString());
            }

            if (logEvent.Exception is { } exception)
            {
                json.WriteString("exception", exception.ToString());
            }

            json.WriteStartObject("fields");
            foreach (var (name, value) in logEvent.Properties)
            {
                WriteField(json, name, value);
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        output.Write(Encoding.UTF8.GetString(line.GetBuffer(), 0, (int)line.Length));
        output.Write('\n');
    }

    private static string Render(LogEvent logEvent)
    {
        using var text = new StringWriter();
        Message.Format(logEvent, text);
        return text.ToString();
    }

    private static void WriteField(Utf8JsonWriter json, string name, LogEventPropertyValue value)
    {
        switch (value)
        {
            case ScalarValue { Value: int or long }:
                json.WriteNumber(name, Convert.ToInt64(((ScalarValue)value).Value));
                break;
            case ScalarValue { Value: double number } when double.IsFinite(number):
                json.WriteNumber(name, number);
                break;
            case ScalarValue { Value: bool flag }:
                json.WriteBoolean(name, flag);
                break;
            case ScalarValue scalar:
                json.WriteString(name, scalar.Value?.ToString());
                break;
            default:
                json.WriteString(name, value.ToString());
                break;
        }
    }
}
