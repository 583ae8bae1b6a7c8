using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using AudioServer.Domain.Failures;

namespace AudioServer.Domain.AudioFiles;

/// <summary>The labels of one file: at most 32, keys of 1 to 64 and values of at most 256 characters, no control characters.</summary>
public sealed class LabelSet : IReadOnlyCollection<KeyValuePair<string, string>>
{
    public const int MaxCount = 32;
    public const int MaxKeyLength = 64;
    public const int MaxValueLength = 256;

    private readonly SortedDictionary<string, string> _labels = new(StringComparer.Ordinal);

    /// <exception cref="InvalidParameter">A label breaks a rule above.</exception>
    public LabelSet(IEnumerable<KeyValuePair<string, string>> labels)
    {
        foreach (var (key, value) in labels)
        {
            if (!_labels.TryAdd(Checked(key, MaxKeyLength, "key", mayBeEmpty: false), Checked(value, MaxValueLength, "value", mayBeEmpty: true)))
            {
                throw Invalid($"The label \"{key}\" is given twice.");
            }
        }

        if (_labels.Count > MaxCount)
        {
            throw Invalid($"{_labels.Count} labels; at most {MaxCount} are allowed.");
        }
    }

    public int Count => _labels.Count;

    /// <summary>Splits <c>key:value</c> at its first colon.</summary>
    /// <exception cref="InvalidParameter">There is no colon.</exception>
    public static KeyValuePair<string, string> Split(string label)
    {
        var colon = label.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 ? new(label[..colon], label[(colon + 1)..]) : throw Invalid("A label is written key:value.");
    }

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out string value) => _labels.TryGetValue(key, out value);

    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => _labels.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static string Checked(string text, int maxLength, string what, bool mayBeEmpty)
    {
        if (text.Length == 0 && !mayBeEmpty)
        {
            throw Invalid($"A label's {what} is empty.");
        }

        if (text.EnumerateRunes().Any(rune => !UnicodeText.IsText(rune) || Rune.GetUnicodeCategory(rune) == UnicodeCategory.Control))
        {
            throw Invalid($"A label's {what} holds a control character or invalid text.");
        }

        var normalised = UnicodeText.Normalise(text);
        return normalised.EnumerateRunes().Count() <= maxLength ? normalised : throw Invalid($"A label's {what} is longer than {maxLength} characters.");
    }

    private static InvalidParameter Invalid(string detail) => new("label", detail);
}
