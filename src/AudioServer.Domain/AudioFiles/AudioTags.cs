using System.Globalization;
using System.Text;

namespace AudioServer.Domain.AudioFiles;

/// <summary>
/// The descriptive tags of an audio file, as its own metadata states them. Free text from strangers:
/// <see cref="Clean"/> bounds it and strips what could break a log line or a terminal. Null means the file does not say.
/// </summary>
public sealed record AudioTags(string? Title, string? Artist, string? Album, string? Genre, int? Year, int? Track, string? Comment)
{
    /// <summary>Longest text kept of one tag, in UTF-16 units.</summary>
    public const int MaxLength = 1000;

    public static readonly AudioTags None = new(null, null, null, null, null, null, null);

    /// <summary>These tags, bounded and free of control characters; each gap filled from <paramref name="other"/>.</summary>
    public AudioTags OrElse(AudioTags other) => new(
        Clean(Title) ?? Clean(other.Title),
        Clean(Artist) ?? Clean(other.Artist),
        Clean(Album) ?? Clean(other.Album),
        Clean(Genre) ?? Clean(other.Genre),
        Positive(Year, 9999) ?? Positive(other.Year, 9999),
        Positive(Track, 99_999) ?? Positive(other.Track, 99_999),
        Clean(Comment) ?? Clean(other.Comment));

    /// <summary>Text without control characters and unpaired surrogates, trimmed, at most <see cref="MaxLength"/> long; null when nothing is left.</summary>
    public static string? Clean(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        var clean = new StringBuilder(Math.Min(text.Length, MaxLength));
        foreach (var rune in UnicodeText.Normalise(text).EnumerateRunes())
        {
            if (clean.Length + rune.Utf16SequenceLength > MaxLength)
            {
                break;
            }

            // Line breaks inside a comment become spaces; everything else that is not text goes.
            var category = Rune.GetUnicodeCategory(rune);
            if (rune.Value is '\n' or '\r' or '\t' || category is UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
            {
                clean.Append(' ');
            }
            else if (category is not UnicodeCategory.Control && UnicodeText.IsText(rune) && !FileName.IsBidirectionalOverride(rune))
            {
                clean.Append(rune);
            }
        }

        var trimmed = clean.ToString().Trim();
        return trimmed.Length == 0 ? null : UnicodeText.Normalise(trimmed);
    }

    private static int? Positive(int? value, int max) => value is > 0 && value <= max ? value : null;
}
