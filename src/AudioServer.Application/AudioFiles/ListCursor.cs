using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using AudioServer.Domain.Failures;

namespace AudioServer.Application.AudioFiles;

/// <summary>The place in a list where a page ended. Opaque to clients; it opens nothing that its bearer could not list anyway.</summary>
/// <param name="Fingerprint">Of the list it belongs to.</param>
/// <param name="Key">The sort key of the last file shown, as text; null when that file has none.</param>
/// <param name="Id">The last file shown.</param>
internal sealed record ListCursor(string Fingerprint, string? Key, Guid Id)
{
    /// <exception cref="InvalidCursor">It is not one of ours, or belongs to another list.</exception>
    public static ListCursor Parse(string text, string fingerprint)
    {
        var cursor = Try(() => JsonSerializer.Deserialize<ListCursor>(Base64Url.DecodeFromChars(text)));
        return cursor?.Fingerprint == fingerprint
            ? cursor
            : throw new InvalidCursor("This cursor belongs to a list with other filters or another order; send it with the parameters it came from.");
    }

    /// <summary>What a made-up cursor breaks on its way is its sender's fault.</summary>
    public static T Try<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception fault) when (fault is FormatException or JsonException or OverflowException or ArgumentException or DecoderFallbackException)
        {
            throw NotOurs();
        }
    }

    public static InvalidCursor NotOurs() => new("This is not a cursor of this server.");

    public override string ToString() => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(this));
}
