using System.Net;
using System.Text.Json;
using AudioServer.TestKit;

namespace AudioServer.FunctionalTests.Service;

/// <summary>What can be followed of one request from outside: its spans and its log lines.</summary>
public sealed class TelemetryTests
{
    private const string TraceId = "4bf92f3577b34da6a3ce929d0e0e4736";
    private const string ParentId = "00f067aa0ba902b7";

    [Fact]
    public async Task A_request_goes_on_with_the_trace_it_came_with_and_its_spans_are_sent_at_the_latest_when_the_server_ends()
    {
        using var receiver = TraceReceiver.Start();
        await using (var server = await AudioServerApp.StartAsync(settings: ["--Telemetry:OtlpEndpoint", receiver.Address.ToString()]))
        {
            using var check = await server.SendAsync(HttpMethod.Post, "/check?name=xylophone.mp3", new ByteArrayContent(await File.ReadAllBytesAsync(Fixtures.Audio("mp3-cbr.mp3"))), ("Traceparent", $"00-{TraceId}-{ParentId}-01"));
            check.StatusCode.Should().Be(HttpStatusCode.OK);
            using var missing = await server.SendAsync(HttpMethod.Get, "/info?name=xylophone.mp3", null, ("Traceparent", $"00-{TraceId[..^1]}7-{ParentId}-01"));
            (await missing.ProblemAsync(HttpStatusCode.NotFound, "not_found")).Text("traceId").Should().Be($"{TraceId[..^1]}7");
        }

        var spans = receiver.Spans.Where(span => span.TraceId == TraceId).ToList();
        var request = spans.Should().ContainSingle(span => span.Name == "POST /check").Subject;
        request.ParentId.Should().Be(ParentId);
        var verification = spans.Should().ContainSingle(span => span.Name == "verify").Subject;
        verification.ParentId.Should().Be(request.Id);
        spans.Should().Contain(span => span.Name == "ffmpeg" && span.ParentId == verification.Id).And.Contain(span => span.Name == "ffprobe" && span.ParentId == request.Id);
        receiver.Spans.Should().Contain(span => span.Name == "GET /info");
        receiver.Raw.Should().Contain("audioserver").And.NotContain("xylophone", "a query is nobody else's business");
    }

    [Fact]
    public async Task A_server_whose_collector_is_away_serves_and_ends_all_the_same()
    {
        using var folder = new TemporaryFolder();
        await using var server = await ServerProcess.StartAsync(folder.File("data"), new Dictionary<string, string> { ["OTEL_EXPORTER_OTLP_ENDPOINT"] = "http://127.0.0.1:1" }, "--Log:Format", "Json");
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/list?nonsense=1", UriKind.Relative)) { Headers = { { "Traceparent", $"00-{TraceId}-{ParentId}-01" } } };

        using var answer = await server.Client.SendAsync(request);

        await answer.ProblemAsync(HttpStatusCode.BadRequest, "invalid_parameter");
        (await server.StopAsync()).Should().Be(0, "{0}", server.Errors);
        var lines = server.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        lines.Should().OnlyContain(line => line.Text("time") != "" && line.Text("level") != "" && line.Text("message") != "", "every line is one object");
        var line = lines.Should().ContainSingle(line => line.Text("message")!.Contains("/list", StringComparison.Ordinal)).Subject;
        line.Text("traceId").Should().Be(TraceId);
        line.GetProperty("fields").GetProperty("Status").GetInt32().Should().Be(400);
    }
}
