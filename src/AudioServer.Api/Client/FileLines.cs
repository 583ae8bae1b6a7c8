using System.Globalization;
using AudioServer.Application.AudioFiles;
using AudioServer.Domain;

namespace AudioServer.Api.Client;

/// <summary>A line for each file: in columns for people, with tabs for programs. Names stand last, as their width on a terminal is nobody's guess.</summary>
internal static class FileLines
{
    public const string Header = "STATE      DURATION      SIZE  CODEC      CREATED (UTC)     NAME";

    public static string ForPeople(AudioFileView file) =>
        $"{StateOf(file),-8}  {Duration(file.Duration),9}  {Size(file.Size),8}  {file.Codec,-9}  {file.CreatedAt.UtcDateTime:yyyy-MM-dd HH:mm}  {UnicodeText.Printable(file.Name)}";

    /// <summary>Id, state, seconds, bytes, codec, Hz, channels, time, name.</summary>
    public static string ForPrograms(AudioFileView file) => string.Join(
        '\t',
        file.Id,
        StateOf(file),
        file.Duration?.ToString("0.######", CultureInfo.InvariantCulture),
        file.Size,
        UnicodeText.Printable(file.Codec),
        file.SampleRate,
        file.Channels,
        file.CreatedAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
        UnicodeText.Printable(file.Name));

    public static string StateOf(AudioFileView file) => file.Verification.State.ToString().ToLowerInvariant();

    /// <summary><c>3:37.2</c>, <c>1:02:03.4</c>.</summary>
    public static string Duration(double? seconds)
    {
        if (seconds is not { } known)
        {
            return "-";
        }

        var tenths = (long)Math.Round(known * 10);
        var (hours, minutes, rest) = (tenths / 36_000, tenths / 600 % 60, tenths % 600 / 10.0);
        return hours > 0 ? $"{hours}:{minutes:00}:{rest:00.0}" : $"{minutes}:{rest:00.0}";
    }

    /// <summary>In powers of a thousand.</summary>
    public static string Size(long bytes)
    {
        string[] units = ["B", "kB", "MB", "GB", "TB", "PB", "EB"];
        var (value, unit) = ((double)bytes, 0);
        while (value >= 999.95 && unit < units.Length - 1)
        {
            value /= 1000;
            unit++;
        }

        return unit == 0 ? $"{bytes} B" : $"{value:0.0} {units[unit]}";
    }
}
