using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace AudioServer.Domain.Access;

/// <summary>Secrets that nobody has to remember: 256 random bits. So many need no salt and no slow hash to be kept safely.</summary>
public static class Secret
{
    /// <summary>Random bytes in one.</summary>
    public const int Size = 32;

    /// <summary>In front of an access token, so that people and secret scanners know what it is.</summary>
    public const string TokenPrefix = "aus_";

    /// <param name="random">Of <see cref="Size"/>.</param>
    public static string Text(byte[] random) => Base64Url.EncodeToString(random);

    /// <summary>What is kept of a secret: lower-case hex SHA-256.</summary>
    public static string HashOf(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}
