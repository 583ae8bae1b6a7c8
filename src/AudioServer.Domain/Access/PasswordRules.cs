using AudioServer.Domain.Failures;

namespace AudioServer.Domain.Access;

/// <summary>
/// What a password must be (OWASP ASVS 5, 6.2): long enough, not among the commonest, not made of the user's own name. No rule asks for kinds of characters:
/// they make passwords predictable, not strong.
/// </summary>
public static class PasswordRules
{
    public const int MinLength = 8;

    private const int MinDistinct = 3;

    /// <summary>Bounds the work of hashing; a phrase of twenty words fits.</summary>
    public const int MaxLength = 256;

    private static readonly Lazy<HashSet<string>> Common = new(ReadCommon);

    /// <exception cref="WeakPassword">Why it cannot be taken.</exception>
    public static void Check(Username user, string password)
    {
        var length = password.EnumerateRunes().Count();
        if (length < MinLength)
        {
            throw new WeakPassword($"A password has {MinLength} characters or more.");
        }

        if (length > MaxLength)
        {
            throw new WeakPassword($"A password has at most {MaxLength} characters.");
        }

        if (password.Distinct().Count() < MinDistinct || password.Any(char.IsControl))
        {
            throw new WeakPassword("The password is one or two characters over and over, or holds characters that cannot be typed: choose another.");
        }

        if (Common.Value.Contains(password.ToLowerInvariant()))
        {
            throw new WeakPassword("This password is one of the commonest, which are tried first: choose another.");
        }

        if (password.Contains(user.Value, StringComparison.OrdinalIgnoreCase) && password.Length < user.Value.Length + MinLength)
        {
            throw new WeakPassword("The password is little more than the user's name: choose another.");
        }
    }

    private static HashSet<string> ReadCommon()
    {
        using var list = new StreamReader(typeof(PasswordRules).Assembly.GetManifestResourceStream("common-passwords.txt")!);
        return [.. list.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries)];
    }
}
