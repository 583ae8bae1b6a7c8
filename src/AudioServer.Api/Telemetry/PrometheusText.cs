using System.Globalization;
using System.Text;

namespace AudioServer.Api.Telemetry;

/// <summary>Writes metrics in Prometheus' text format, version 0.0.4: a family's HELP and TYPE, then one line for each of its samples.</summary>
internal sealed class PrometheusText
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private readonly StringBuilder _text = new();

    /// <param name="name">As <see cref="NameOf"/> makes it.</param>
    /// <param name="type"><c>counter</c>, <c>gauge</c> or <c>histogram</c>.</param>
    /// <param name="help">What it means.</param>
    public void Family(string name, string type, string help)
    {
        _text.Append("# HELP ").Append(name).Append(' ').Append(help.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)).Append('\n');
        _text.Append("# TYPE ").Append(name).Append(' ').Append(type).Append('\n');
    }

    /// <param name="name">The family's, with what a histogram's sample has behind it.</param>
    /// <param name="labels">As <see cref="Label"/> makes them, separated by commas; empty for none.</param>
    /// <param name="value">Any double.</param>
    public void Sample(string name, string labels, double value)
    {
        _text.Append(name);
        if (labels.Length > 0)
        {
            _text.Append('{').Append(labels).Append('}');
        }

        _text.Append(' ').Append(Number(value)).Append('\n');
    }

    public override string ToString() => _text.ToString();

    public static string Label(string name, string value) =>
        $"{Plain(name)}=\"{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)}\"";

    public static string Number(double value) => value switch
    {
        double.PositiveInfinity => "+Inf",
        double.NegativeInfinity => "-Inf",
        _ => value.ToString("R", CultureInfo.InvariantCulture),
    };

    /// <summary>An instrument's name as Prometheus has it: its unit spelt out behind it, and <c>_total</c> for what only grows.</summary>
    /// <param name="instrument">OpenTelemetry's name, its parts separated by dots.</param>
    /// <param name="unit">In UCUM; in braces, or null, it says nothing that belongs into the name.</param>
    /// <param name="isCounter">Whether it only grows.</param>
    public static string NameOf(string instrument, string? unit, bool isCounter)
    {
        var suffix = unit switch { "s" => "_seconds", "By" => "_bytes", _ => "" };
        return Plain(instrument) + suffix + (isCounter ? "_total" : "");
    }

    private static string Plain(string name) => string.Concat(name.Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '_'));
}
