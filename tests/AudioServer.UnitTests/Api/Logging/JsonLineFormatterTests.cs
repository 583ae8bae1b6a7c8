using System.Diagnostics;
using System.Text.Json;
using AudioServer.Api.Logging;
using AudioServer.TestKit;
using Serilog;
using Serilog.Events;
using Serilog.Formatting;

namespace AudioServer.UnitTests.Api.Logging;

public sealed class JsonLineFormatterTests
{
    [Fact]
    public void What_a_client_sent_breaks_no_line_and_passes_for_no_field()
    {
        var lines = Log(log => log.Warning(new InvalidOperationException("first\nsecond"), "Took {Path} in {Milliseconds} ms", "/x\",\"level\":\"error\"\n{\"time\":1}\u2028\u001b[31m", 1.5));

        var line = lines.Should().ContainSingle().Subject;
        line.Text("level").Should().Be("warning");
        line.Text("message").Should().Be("Took /x\",\"level\":\"error\"\n{\"time\":1}\u2028\u001b[31m in 1.5 ms");
        line.Text("exception").Should().Contain("first\nsecond");
        line.GetProperty("fields").GetProperty("Milliseconds").GetDouble().Should().Be(1.5);
        line.Text("time").Should().MatchRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$");
        line.TryGetProperty("traceId", out _).Should().BeFalse("there is no request");
    }

    [Fact]
    public void A_line_within_a_request_carries_its_trace()
    {
        using var request = new Activity("request").SetIdFormat(ActivityIdFormat.W3C).Start();

        var line = Log(log => log.Information("Here")).Single();

        line.Text("traceId").Should().Be(request.TraceId.ToHexString());
        line.Text("spanId").Should().Be(request.SpanId.ToHexString());
    }

    private static List<JsonElement> Log(Action<ILogger> write)
    {
        var sink = new Lines(new JsonLineFormatter());
        using (var log = new LoggerConfiguration().WriteTo.Sink(sink).CreateLogger())
        {
            write(log);
        }

        return [.. sink.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];
    }

    private sealed class Lines(ITextFormatter formatter) : Serilog.Core.ILogEventSink
    {
        private readonly StringWriter _text = new();

        public string Text => _text.ToString();

        public void Emit(LogEvent logEvent) => formatter.Format(logEvent, _text);
    }
}
