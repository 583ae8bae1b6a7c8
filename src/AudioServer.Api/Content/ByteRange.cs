using System.Globalization;

namespace AudioServer.Api.Content;

/// <summary>A part of a content, in bytes.</summary>
/// <param name="First">The first byte's place.</param>
/// <param name="Length">How many.</param>
internal readonly record struct ByteRange(long First, long Length)
{
    private const string Unit = "bytes=";

    /// <summary>
    /// Reads a Range header (RFC 9110 §14.2) over <paramref name="size"/> bytes. A unit other than bytes, more than one range, or what
    /// is no range at all is passed over, as the standard allows: then the whole is asked for.
    /// </summary>
    /// <param name="header">The header's value, or null.</param>
    /// <param name="size">Bytes of the whole.</param>
    /// <param name="range">The part to send; meaningful on <see cref="RangeOutcome.Part"/> only.</param>
    public static RangeOutcome Parse(string? header, long size, out ByteRange range)
    {
        range = default;
        if (header is null || !header.StartsWith(Unit, StringComparison.OrdinalIgnoreCase))
        {
            return RangeOutcome.Whole;
        }

        var spec = header.AsSpan(Unit.Length).Trim();
        var dash = spec.IndexOf('-');
        if (dash < 0 || spec.Contains(','))
        {
            return RangeOutcome.Whole;
        }

        var (first, last) = (Number(spec[..dash]), Number(spec[(dash + 1)..]));
        if (first == Malformed || last == Malformed || (first == Absent && last == Absent) || (last != Absent && last < first))
        {
            return RangeOutcome.Whole;
        }

        if (first == Absent)
        {
            // A suffix: the last so many bytes, or the whole when it is shorter.
            var length = Math.Min(last, size);
            range = new ByteRange(size - length, length);
            return length > 0 ? RangeOutcome.Part : RangeOutcome.Unsatisfiable;
        }

        if (first >= size)
        {
            return RangeOutcome.Unsatisfiable;
        }

        range = new ByteRange(first, (last == Absent ? size : Math.Min(last, size - 1) + 1) - first);
        return RangeOutcome.Part;
    }

    private const long Absent = -1;
    private const long Malformed = -2;

    /// <summary>Digits only; a number too large for a long lies behind every content, which the largest long says as well.</summary>
    private static long Number(ReadOnlySpan<char> text) =>
        text.IsEmpty ? Absent
        : text.ContainsAnyExceptInRange('0', '9') ? Malformed
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : long.MaxValue;
}

internal enum RangeOutcome
{
    /// <summary>No usable range: all of it.</summary>
    Whole,
    Part,

    /// <summary>A range, but nothing of the content lies in it.</summary>
    Unsatisfiable,
}
