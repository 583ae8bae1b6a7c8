using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace AudioServer.Api.Telemetry;

/// <summary>All that one instrument measured, by its tags. Measuring and writing may go on at once; what is written of one series belongs together.</summary>
internal sealed class MetricFamily
{
    /// <summary>Beyond so many, what has new tags is dropped: no fault in a tag may eat up the memory.</summary>
    private const int MaxSeries = 2000;

    /// <summary>The value of a label that was not measured: the route of a path that none has.</summary>
    private const string Absent = "none";

    private static readonly IReadOnlyList<double> DefaultBounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    private readonly string _name;
    private readonly string _type;
    private readonly string _help;
    private readonly bool _isAbsolute;
    private readonly IReadOnlyList<double>? _bounds;
    private readonly IReadOnlyDictionary<string, Func<object?, string>>? _tags;
    private readonly ConcurrentDictionary<string, Series> _series = new(StringComparer.Ordinal);

    /// <param name="instrument">What measures.</param>
    /// <param name="tags">Those of its tags that become labels, and how their values are written; null for all as they are.</param>
    public MetricFamily(Instrument instrument, IReadOnlyDictionary<string, Func<object?, string>>? tags)
    {
        var kind = instrument.GetType().Name;
        var isCounter = kind.StartsWith("Counter", StringComparison.Ordinal) || kind.StartsWith("ObservableCounter", StringComparison.Ordinal);
        var isHistogram = kind.StartsWith("Histogram", StringComparison.Ordinal);
        _name = PrometheusText.NameOf(instrument.Name, instrument.Unit, isCounter);
        _type = isHistogram ? "histogram" : isCounter ? "counter" : "gauge";
        _help = instrument.Description ?? instrument.Name;
        _isAbsolute = instrument.IsObservable;
        _bounds = isHistogram ? (instrument as Histogram<double>)?.Advice?.HistogramBucketBoundaries ?? DefaultBounds : null;
        _tags = tags;
    }

    public string Name => _name;

    /// <summary>A tag's value as it is.</summary>
    public static string Plain(object? value) => value?.ToString() ?? Absent;

    public void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var labels = Labels(tags);
        if (!_series.TryGetValue(labels, out var series))
        {
            if (_series.Count >= MaxSeries)
            {
                return;
            }

            series = _series.GetOrAdd(labels, _ => new Series(_bounds));
        }

        series.Record(value, _isAbsolute);
    }

    public void Write(PrometheusText text)
    {
        text.Family(_name, _type, _help);
        foreach (var (labels, series) in _series.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            series.Write(text, _name, labels);
        }
    }

    /// <summary>One text for each set of tags, whatever their order.</summary>
    private string Labels(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var kept = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var tag in _tags?.Keys ?? [])
        {
            kept[tag] = Absent;
        }

        foreach (var (tag, value) in tags)
        {
            if (_tags is null)
            {
                kept[tag] = Plain(value);
            }
            else if (_tags.TryGetValue(tag, out var write))
            {
                kept[tag] = write(value);
            }
        }

        return string.Join(',', kept.Select(tag => PrometheusText.Label(tag.Key, tag.Value)));
    }

    /// <param name="bounds">Of a histogram's buckets, ascending; null for a plain number.</param>
    private sealed class Series(IReadOnlyList<double>? bounds)
    {
        private readonly Lock _lock = new();

        /// <summary>How many fell into each bucket, the last beyond all bounds.</summary>
        private readonly long[] _buckets = new long[bounds is null ? 0 : bounds.Count + 1];
        private double _value;

        public void Record(double value, bool isAbsolute)
        {
            lock (_lock)
            {
                _value = isAbsolute ? value : _value + value;
                if (bounds is not null)
                {
                    var bucket = 0;
                    while (bucket < bounds.Count && value > bounds[bucket])
                    {
                        bucket++;
                    }

                    _buckets[bucket]++;
                }
            }
        }

        public void Write(PrometheusText text, string name, string labels)
        {
            lock (_lock)
            {
                if (bounds is null)
                {
                    text.Sample(name, labels, _value);
                    return;
                }

                var count = 0L;
                var others = labels.Length == 0 ? "" : labels + ",";
                for (var bucket = 0; bucket < _buckets.Length; bucket++)
                {
                    count += _buckets[bucket];
                    var bound = bucket < bounds.Count ? bounds[bucket] : double.PositiveInfinity;
                    text.Sample(name + "_bucket", others + PrometheusText.Label("le", PrometheusText.Number(bound)), count);
                }

                text.Sample(name + "_sum", labels, _value);
                text.Sample(name + "_count", labels, count);
            }
        }
    }
}
