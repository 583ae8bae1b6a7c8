using System.Globalization;
using System.Text;
using AudioServer.Domain.Failures;

namespace AudioServer.Domain.AudioFiles;

/// <summary>
/// A file's name as its owner sees it: NFC, 1 to 255 UTF-8 bytes, any script and emoji, never a path.
/// It names a row; no path on disk is ever made of it.
/// </summary>
public sealed record FileName
{
    public const int MaxBytes = 255;

    private FileName(string value) => Value = value;

    public string Value { get; }

    /// <summary>The name, checked and NFC-normalised.</summary>
    /// <exception cref="InvalidName">What is wrong with it.</exception>
    public static FileName Parse(string name)
    {
        if (name.Length == 0)
        {
            throw new InvalidName("The name is empty.");
        }

        foreach (var rune in name.EnumerateRunes())
        {
            if (Fault(rune) is { } fault)
            {
                throw new InvalidName($"The name holds {fault}.");
            }
        }

        var normalised = UnicodeText.Normalise(name);
        if (normalised is "." or "..")
        {
            throw new InvalidName("The name is a folder reference.");
        }

        var bytes = Encoding.UTF8.GetByteCount(normalised);
        return bytes <= MaxBytes ? new FileName(normalised) : throw new InvalidName($"The name is {bytes} bytes of UTF-8 long; at most {MaxBytes} are allowed.");
    }

    /// <summary>The last segment of what a client sent as a multipart file name: some send whole paths.</summary>
    public static string LastSegment(string sent) => sent[(sent.LastIndexOfAny(['/', '\\']) + 1)..];

    /// <summary>"take.wav" → "take (2).wav", the stem shortened by whole characters where the result would be too long.</summary>
    public FileName Numbered(int number)
    {
        var (stem, extension) = Split();

        // An "extension" of nearly the whole length leaves no stem: then there is no extension worth keeping.
        return With(stem, $" ({number}){extension}") ?? new FileName($"audio ({number})");
    }

    /// <summary>"take.wav" → "take.mp3", or with a part "take 12.5-20.mp3"; shortened like <see cref="Numbered"/>.</summary>
    /// <param name="part">Which part of the content; null for all of it.</param>
    /// <param name="extension">Without its dot.</param>
    public FileName Derived(string? part, string extension)
    {
        var suffix = $"{(part is null ? "" : " ")}{part}.{extension}";
        return With(Split().Stem, suffix) ?? new FileName("audio" + suffix);
    }

    /// <summary>U+202A–U+202E and U+2066–U+2069: they make "exe.wav" read as something else.</summary>
    internal static bool IsBidirectionalOverride(Rune rune) => rune.Value is (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069);

    public override string ToString() => Value;

    private (string Stem, string Extension) Split()
    {
        var dot = Value.LastIndexOf('.');
        return dot > 0 ? (Value[..dot], Value[dot..]) : (Value, "");
    }

    /// <summary>Null when nothing is left of the stem.</summary>
    private static FileName? With(string stem, string suffix)
    {
        while (stem.Length > 0 && Encoding.UTF8.GetByteCount(stem) + Encoding.UTF8.GetByteCount(suffix) > MaxBytes)
        {
            var elements = StringInfo.ParseCombiningCharacters(stem);
            stem = stem[..elements[^1]];
        }

        return stem.Length > 0 ? new FileName(stem + suffix) : null;
    }

    private static string? Fault(Rune rune) => rune.Value switch
    {
        '/' or '\\' => "a path separator",
        _ when !UnicodeText.IsText(rune) => "what is no Unicode text",
        _ when Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => "a control character",
        _ when IsBidirectionalOverride(rune) => "a bidirectional override",
        _ => null,
    };
}
