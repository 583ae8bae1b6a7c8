using AudioServer.Domain.Failures;

namespace AudioServer.Api.Uploads;

/// <summary>The digests a client may send with an upload: RFC 9530's fields, and the plain hex many tools have at hand.</summary>
internal static class DigestHeaders
{
    private const int Sha256Length = 32;

    /// <summary>SHA-256 of the whole body, as sent (<c>Content-Digest</c>); lower-case hex or null.</summary>
    public static string? OfBody(IHeaderDictionary headers) => Structured(headers, "Content-Digest");

    /// <summary>SHA-256 of the file (<c>Repr-Digest</c>, <c>X-Content-SHA256</c>); lower-case hex.</summary>
    public static IEnumerable<string> OfFile(IHeaderDictionary headers)
    {
        if (Structured(headers, "Repr-Digest") is { } structured)
        {
            yield return structured;
        }

        foreach (var hex in headers["X-Content-SHA256"])
        {
            yield return hex?.Trim() is { Length: 2 * Sha256Length } digits && digits.All(char.IsAsciiHexDigit)
                ? digits.ToLowerInvariant()
                : throw new MalformedRequest("X-Content-SHA256 is 64 hexadecimal digits.");
        }
    }

    /// <summary>The <c>sha-256</c> member of a digest field; other algorithms may stand beside it and are passed over, as RFC 9530 allows.</summary>
    private static string? Structured(IHeaderDictionary headers, string field)
    {
        foreach (var member in headers.GetCommaSeparatedValues(field))
        {
            var equals = member.IndexOf('=', StringComparison.Ordinal);
            if (equals < 0)
            {
                throw Malformed(field);
            }

            // The standard's key is in lower case; a promise in another case is meant as one and must not go unchecked.
            if (!member.AsSpan(0, equals).Trim().Equals("sha-256", StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            var value = member.AsSpan(equals + 1).Trim();
            Span<byte> digest = stackalloc byte[Sha256Length];
            return value is [':', .. var base64, ':'] && Convert.TryFromBase64Chars(base64, digest, out var length) && length == Sha256Length
                ? Convert.ToHexStringLower(digest)
                : throw Malformed(field);
        }

        return null;
    }

    private static MalformedRequest Malformed(string field) => new($"{field} is written sha-256=:BASE64: (RFC 9530).");
}
