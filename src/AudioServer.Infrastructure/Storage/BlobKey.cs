namespace AudioServer.Infrastructure.Storage;

/// <summary>What a blob may be named by: eight or more ASCII letters and digits, so that no key is a path, hidden, or another's.</summary>
internal static class BlobKey
{
    public static bool IsValid(string name) => name.Length >= 8 && name.All(char.IsAsciiLetterOrDigit);

    /// <exception cref="ArgumentException">It is no key.</exception>
    public static string Checked(string key) => IsValid(key) ? key : throw new ArgumentException($"\"{key}\" is not a blob key.", nameof(key));
}
