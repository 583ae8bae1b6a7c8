using System.Globalization;
using System.Text;
using AudioServer.Domain.AudioFiles;

namespace AudioServer.Domain;

/// <summary>What counts as text, and its one normal form.</summary>
public static class UnicodeText
{
    /// <summary>False for U+FFFD, by which decoders mark what was no text, and for noncharacters such as U+FFFE.</summary>
    public static bool IsText(Rune rune) =>
        rune != Rune.ReplacementChar && (rune.Value & 0xFFFE) != 0xFFFE && rune.Value is not (>= 0xFDD0 and <= 0xFDEF);

    /// <summary>NFC. Unpaired surrogates and noncharacters, over which the framework's own normalisation throws, become U+FFFD, which no stored text holds.</summary>
    public static string Normalise(string text)
    {
        var valid = text.EnumerateRunes().All(IsText) ? text : string.Concat(text.EnumerateRunes().Select(rune => IsText(rune) ? rune : Rune.ReplacementChar));
        return valid.Normalize(NormalizationForm.FormC);
    }

    /// <summary>Fit for a terminal, a line of a table and XML: whatever is no text, controls, breaks lines or turns the direction of writing becomes U+FFFD.</summary>
    public static string Printable(string text) => string.Concat(text.EnumerateRunes().Select(rune => IsText(rune) && !Controls(rune) ? rune : Rune.ReplacementChar));

    private static bool Controls(Rune rune) =>
        FileName.IsBidirectionalOverride(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
