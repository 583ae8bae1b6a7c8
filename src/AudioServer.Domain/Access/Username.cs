using System.Text;
using AudioServer.Domain.Failures;

namespace AudioServer.Domain.Access;

/// <summary>The name a person signs in by: 1 to 64 letters, digits, <c>.</c>, <c>_</c>, <c>-</c> or <c>@</c>, the first a letter or digit. Case does not tell two users apart.</summary>
public readonly record struct Username
{
    public const int MaxLength = 64;

    /// <summary>The built-in user, as whom nobody signs in.</summary>
    public const string Local = "local";

    private Username(string value) => Value = value;

    /// <summary>As it was given, in normal form C.</summary>
    public string Value { get; }

    /// <summary>What is unique.</summary>
    public string Key => KeyOf(Value);

    /// <exception cref="InvalidParameter">Nobody can have this name.</exception>
    public static Username Parse(string? text)
    {
        var name = UnicodeText.Normalise(text ?? "");
        if (name.Length is 0 or > MaxLength || !Rune.IsLetterOrDigit(name.EnumerateRunes().First()) || !name.EnumerateRunes().All(rune => Rune.IsLetterOrDigit(rune) || rune.Value is '.' or '_' or '-' or '@'))
        {
            throw new InvalidParameter("username", $"username is 1 to {MaxLength} letters, digits, '.', '_', '-' or '@', and begins with a letter or a digit.");
        }

        return KeyOf(name) == Local ? throw new InvalidParameter("username", $"\"{Local}\" is the built-in user's name.") : new Username(name);
    }

    /// <summary>How a name is looked up, whoever sent it: never fails.</summary>
    public static string KeyOf(string name) => UnicodeText.Normalise(name).ToUpperInvariant().ToLowerInvariant();

    public override string ToString() => Value;
}
