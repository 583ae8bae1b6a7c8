namespace AudioServer.Benchmarks;

internal static class Statistics
{
    public static double Median(this IEnumerable<double> values) => values.Percentile(0.5);

    public static double Percentile(this IEnumerable<double> values, double part)
    {
        var ordered = values.Order().ToList();
        return ordered[(int)(ordered.Count * part)];
    }
}
