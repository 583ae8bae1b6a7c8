using System.Diagnostics.Metrics;
using AudioServer.Api.Telemetry;
using Microsoft.Extensions.DependencyInjection;

namespace AudioServer.UnitTests.Api.Telemetry;

public sealed class MetricsRegistryTests : IDisposable
{
    private readonly Meter _meter = new("test");
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly MetricsRegistry _registry;

    public MetricsRegistryTests()
    {
        _registry = new MetricsRegistry(Factory, [_meter]);
        _registry.Start();
    }

    private IMeterFactory Factory => _services.GetRequiredService<IMeterFactory>();

    public void Dispose()
    {
        _registry.Dispose();
        _meter.Dispose();
        _services.Dispose();
    }

    [Fact]
    public void A_counter_adds_up_for_each_set_of_tags_whatever_their_order()
    {
        var counter = _meter.CreateCounter<long>("c", null, "Counts.");

        counter.Add(1, new("b", "2"), new("a", "1"));
        counter.Add(2, new("a", "1"), new("b", "2"));
        counter.Add(5, new("a", "0"), new KeyValuePair<string, object?>("b", null));

        Lines("c_total").Should().Equal("# HELP c_total Counts.", "# TYPE c_total counter", "c_total{a=\"0\",b=\"none\"} 5", "c_total{a=\"1\",b=\"2\"} 3");
    }

    [Fact]
    public void A_histograms_buckets_hold_what_is_at_most_their_bound_and_all_below()
    {
        var histogram = _meter.CreateHistogram("h", "s", "Takes.", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.5, 1] });

        foreach (var value in (double[])[0.25, 0.5, 0.75, 4])
        {
            histogram.Record(value, new KeyValuePair<string, object?>("k", "v"));
        }

        Lines("h_seconds").Should().Equal(
            "# HELP h_seconds Takes.",
            "# TYPE h_seconds histogram",
            "h_seconds_bucket{k=\"v\",le=\"0.5\"} 2",
            "h_seconds_bucket{k=\"v\",le=\"1\"} 3",
            "h_seconds_bucket{k=\"v\",le=\"+Inf\"} 4",
            "h_seconds_sum{k=\"v\"} 5.5",
            "h_seconds_count{k=\"v\"} 4");
    }

    [Fact]
    public void What_is_observed_is_what_it_is_now()
    {
        var value = 7L;
        _meter.CreateObservableGauge("g", () => value, "By", "Is.");

        Lines("g_bytes").Should().Contain("g_bytes 7");
        value = 3;
        Lines("g_bytes").Should().Contain("g_bytes 3");
    }

    [Fact]
    public void Of_the_frameworks_instruments_those_of_this_server_are_shown_with_the_tags_that_no_client_chooses()
    {
        using var others = new ServiceCollection().AddMetrics().BuildServiceProvider();
        foreach (var factory in new[] { Factory, others.GetRequiredService<IMeterFactory>() })
        {
            var meter = factory.Create("Microsoft.AspNetCore.Hosting");
            meter.CreateHistogram<double>("http.server.request.duration", "s", "x").Record(0.1, new("http.request.method", "GET"), new("http.response.status_code", 404), new("server.address", "evil.example"));
            meter.CreateCounter<long>("some.other", null, "x").Add(1);
        }

        Text().Should().Contain("http_server_request_duration_seconds_count{http_request_method=\"GET\",http_response_status_code=\"404\",http_route=\"none\"} 1\n")
            .And.NotContain("evil").And.NotContain("some_other");
    }

    [Fact]
    public void A_tag_gone_wild_takes_no_more_than_so_many_lines()
    {
        var counter = _meter.CreateCounter<long>("wild");

        for (var i = 0; i < 3000; i++)
        {
            counter.Add(1, new KeyValuePair<string, object?>("i", i));
        }

        Lines("wild_total").Should().HaveCountLessThanOrEqualTo(2 + 2000);
    }

    [Fact]
    public async Task Measuring_and_reading_at_once_lose_nothing_and_each_line_stands_once()
    {
        var counter = _meter.CreateCounter<long>("busy");
        var histogram = _meter.CreateHistogram<double>("span");
        var measuring = Task.WhenAll(Enumerable.Range(0, 4).Select(worker => Task.Run(() =>
        {
            for (var i = 0; i < 20_000; i++)
            {
                counter.Add(1, new KeyValuePair<string, object?>("k", i % 10));
                histogram.Record(i % 20);
            }
        })));
        while (!measuring.IsCompleted)
        {
            var names = Text().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line[..line.LastIndexOf(' ')]).Where(name => !name.StartsWith('#'));
            names.Should().OnlyHaveUniqueItems();
            var lines = Lines("span");
            if (lines.Count > 2)
            {
                lines.Single(line => line.Contains("+Inf", StringComparison.Ordinal)).Split(' ')[1].Should().Be(lines[^1].Split(' ')[1], "the last bucket is the count");
            }
        }

        await measuring;
        Lines("busy_total").Skip(2).Should().HaveCount(10).And.OnlyContain(line => line.EndsWith(" 8000"));
        Lines("span")[^1].Should().Be("span_count 80000");
    }

    private string Text()
    {
        var text = new PrometheusText();
        _registry.Write(text);
        return text.ToString();
    }

    private List<string> Lines(string family) => [.. Text().Split('\n').Where(line => line.Contains($" {family} ", StringComparison.Ordinal) || line.StartsWith(family, StringComparison.Ordinal))];
}
