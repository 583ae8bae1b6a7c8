using System.Globalization;

namespace AudioServer.Api.Uploads;

/// <summary>The preference <c>wait</c> (RFC 7240 §4.3). A preference is a wish: one that cannot be read is passed over, and a longer one than the server holds is cut.</summary>
internal static class PreferWait
{
    private const int MaxSeconds = 60;

    /// <summary>The query parameter when there is one, else the header's wish, whose being heard the answer then says; null when nobody asks.</summary>
    public static TimeSpan? Choose(double? parameter, HttpContext context)
    {
        if (parameter is { } seconds)
        {
            // Out of range it is refused by the use case, in which no span of time may overflow.
            return TimeSpan.FromSeconds(Math.Clamp(seconds, -1, 1e6));
        }

        foreach (var preference in context.Request.Headers.GetCommaSeparatedValues("Prefer"))
        {
            var parts = preference.Split(';')[0].Split('=', 2, StringSplitOptions.TrimEntries);
            if (parts is [var name, var value] && name.Equals("wait", StringComparison.OrdinalIgnoreCase)
                && int.TryParse(value.Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var wish))
            {
                var held = Math.Min(wish, MaxSeconds);
                context.Response.Headers["Preference-Applied"] = $"wait={held}";
                return TimeSpan.FromSeconds(held);
            }
        }

        return null;
    }
}
