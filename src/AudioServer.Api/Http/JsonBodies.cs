using System.Net.Mime;
using System.Text.Json;
using System.Text.Json.Serialization;
using AudioServer.Application;
using AudioServer.Domain.Failures;
using Microsoft.Net.Http.Headers;

namespace AudioServer.Api.Http;

/// <summary>Reads a small JSON body exactly: one object, no member that is not known, none twice.</summary>
internal static class JsonBodies
{
    private static readonly JsonSerializerOptions Strict = new(JsonSettings.Options) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, AllowDuplicateProperties = false, MaxDepth = 8, PropertyNameCaseInsensitive = false };

    /// <exception cref="Failure">What is wrong with the body.</exception>
    public static async Task<T> ReadAsync<T>(HttpRequest request, CancellationToken cancellationToken)
        where T : class
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !type.MediaType.Equals(MediaTypeNames.Application.Json, StringComparison.OrdinalIgnoreCase))
        {
            throw new UnsupportedMediaType($"The body is sent as {MediaTypeNames.Application.Json}.");
        }

        try
        {
            return await JsonSerializer.DeserializeAsync<T>(request.Body, Strict, cancellationToken) ?? throw new MalformedRequest("The body is a JSON object, not null.");
        }
        catch (JsonException malformed)
        {
            throw new MalformedRequest(malformed.Path is { Length: > 1 } path ? $"The body's member {path.TrimStart('$', '.')} cannot be taken." : "The body is no JSON object of the known members.", malformed);
        }
        catch (InvalidOperationException invalid)
        {
            // What the reader says of an unpaired surrogate or of bytes that are no UTF-8.
            throw new MalformedRequest("The body holds text that is not valid Unicode.", invalid);
        }
    }
}
