using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace AudioServer.Api.Telemetry;

/// <summary>
/// Collects what this process measures, for <c>/metrics</c>: all instruments of our own meters, and those named here of the framework's. What a client
/// chooses, a path or a host, never becomes a label: of an address there is its route's template.
/// </summary>
internal sealed class MetricsRegistry : IDisposable
{
    /// <summary>Instruments of the framework's that are shown, those of their tags that become labels, and how these are written.</summary>
    private static readonly Dictionary<string, Dictionary<string, Func<object?, string>>> OfTheFramework = new()
    {
        ["http.server.request.duration"] = new() { ["http.request.method"] = MetricFamily.Plain, ["http.response.status_code"] = MetricFamily.Plain, ["http.route"] = Route },
        ["http.server.active_requests"] = [],
        ["kestrel.active_connections"] = [],
        ["dotnet.process.cpu.time"] = new() { ["cpu.mode"] = MetricFamily.Plain },
        ["dotnet.process.memory.working_set"] = [],
        ["dotnet.gc.pause.time"] = [],
    };

    private readonly ConcurrentDictionary<Instrument, MetricFamily> _families = new();
    private readonly MeterListener _listener = new();

    /// <param name="server">Makes the web server's own meters: of several servers in a process each sees its own requests.</param>
    /// <param name="meters">Ours.</param>
    public MetricsRegistry(IMeterFactory server, IReadOnlyCollection<Meter> meters)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (meters.Contains(instrument.Meter))
            {
                listener.EnableMeasurementEvents(instrument, _families.GetOrAdd(instrument, new MetricFamily(instrument, tags: null)));
            }
            else if (OfTheFramework.TryGetValue(instrument.Name, out var tags) && (instrument.Meter.Scope is null || ReferenceEquals(instrument.Meter.Scope, server)))
            {
                listener.EnableMeasurementEvents(instrument, _families.GetOrAdd(instrument, new MetricFamily(instrument, tags)));
            }
        };
        _listener.SetMeasurementEventCallback<double>((_, value, tags, family) => ((MetricFamily)family!).Record(value, tags));
        _listener.SetMeasurementEventCallback<long>((_, value, tags, family) => ((MetricFamily)family!).Record(value, tags));
        _listener.SetMeasurementEventCallback<int>((_, value, tags, family) => ((MetricFamily)family!).Record(value, tags));
    }

    /// <summary>Measures from now on.</summary>
    public void Start() => _listener.Start();

    public void Write(PrometheusText text)
    {
        _listener.RecordObservableInstruments();
        foreach (var family in _families.Values.OrderBy(family => family.Name, StringComparer.Ordinal))
        {
            family.Write(text);
        }
    }

    public void Dispose() => _listener.Dispose();

    /// <summary>The framework leaves out the first slash of most.</summary>
    private static string Route(object? template) => $"/{MetricFamily.Plain(template).TrimStart('/')}";
}
