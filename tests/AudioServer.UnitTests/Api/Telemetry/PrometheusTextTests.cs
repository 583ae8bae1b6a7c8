using AudioServer.Api.Telemetry;

namespace AudioServer.UnitTests.Api.Telemetry;

public sealed class PrometheusTextTests
{
    [Theory]
    [InlineData("http.server.request.duration", "s", false, "http_server_request_duration_seconds")]
    [InlineData("audioserver.network.sent", "By", true, "audioserver_network_sent_bytes_total")]
    [InlineData("audioserver.uploads", "{upload}", true, "audioserver_uploads_total")]
    [InlineData("dotnet.thread_pool.queue.length", null, false, "dotnet_thread_pool_queue_length")]
    public void A_name_ends_in_its_base_unit_and_what_only_grows_in_total(string instrument, string? unit, bool isCounter, string name) =>
        PrometheusText.NameOf(instrument, unit, isCounter).Should().Be(name);

    [Fact]
    public void What_would_break_a_line_is_escaped()
    {
        var text = new PrometheusText();

        text.Family("x", "gauge", "one\\two\nthree \"four\"");
        text.Sample("x", PrometheusText.Label("a.b", "back\\slash \"quote\"\nline é"), 1);

        text.ToString().Should().Be("# HELP x one\\\\two\\nthree \"four\"\n# TYPE x gauge\nx{a_b=\"back\\\\slash \\\"quote\\\"\\nline é\"} 1\n");
    }

    [Theory]
    [InlineData(0, "0")]
    [InlineData(0.1, "0.1")]
    [InlineData(9007199254740991, "9007199254740991")]
    [InlineData(1e300, "1E+300")]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.PositiveInfinity, "+Inf")]
    [InlineData(double.NegativeInfinity, "-Inf")]
    public void A_number_is_written_as_gos_parser_reads_it(double value, string text) => PrometheusText.Number(value).Should().Be(text);
}
