using System.Globalization;

namespace AudioServer.Domain.Verification.Rules;

/// <summary>Numbers as a person reads them in a finding, in the invariant culture.</summary>
internal static class Spoken
{
    /// <summary>Minutes, seconds and thousandths: <c>1:02.500</c>.</summary>
    public static string Time(double seconds)
    {
        var time = TimeSpan.FromMilliseconds(Math.Round(Math.Clamp(seconds, 0, 1e9) * 1000));
        return string.Create(CultureInfo.InvariantCulture, $"{(long)time.TotalMinutes}:{time.Seconds:00}.{time.Milliseconds:000}");
    }

    /// <summary>With commas at the thousands.</summary>
    public static string Count(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
