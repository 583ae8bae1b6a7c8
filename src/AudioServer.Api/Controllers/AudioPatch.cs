using System.Text.Json;
using AudioServer.Application.AudioFiles;
using AudioServer.Domain.Failures;
using Microsoft.Net.Http.Headers;

namespace AudioServer.Api.Controllers;

/// <summary>The body of a change: a JSON merge patch (RFC 7396) over <c>name</c> and <c>labels</c>.</summary>
/// <param name="Name">The new name, or null to keep it.</param>
/// <param name="Labels">How the labels change, or null to keep them.</param>
internal sealed record AudioPatch(string? Name, LabelPatch? Labels)
{
    /// <summary>What to change, by JSON merge patch (RFC 7396).</summary>
    /// <param name="Name">The new name; absent keeps it.</param>
    /// <param name="Labels">Each label to set, or null to remove it; absent keeps all, null removes all.</param>
    internal sealed record Document(string? Name = null, IReadOnlyDictionary<string, string?>? Labels = null);

    private static readonly string[] MediaTypes = ["application/merge-patch+json", "application/json"];

    /// <exception cref="Failure">What is wrong with the body.</exception>
    public static async Task<AudioPatch> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !MediaTypes.Any(known => type.MediaType.Equals(known, StringComparison.OrdinalIgnoreCase)))
        {
            throw new UnsupportedMediaType($"A change is sent as {MediaTypes[0]}.");
        }

        try
        {
            using var body = await JsonDocument.ParseAsync(request.Body, new JsonDocumentOptions { MaxDepth = 8 }, cancellationToken);
            return body.RootElement.ValueKind == JsonValueKind.Object ? Read(body.RootElement) : throw new MalformedRequest("A change is a JSON object.");
        }
        catch (JsonException malformed)
        {
            throw new MalformedRequest("The body is not JSON.", malformed);
        }
        catch (InvalidOperationException invalid)
        {
            // What JsonElement says of an unpaired surrogate or of bytes that are no UTF-8, in a member's name or value.
            throw new MalformedRequest("The body holds text that is not valid Unicode.", invalid);
        }
    }

    private static AudioPatch Read(JsonElement patch)
    {
        string? name = null;
        LabelPatch? labels = null;
        foreach (var member in patch.EnumerateObject())
        {
            switch (member.Name)
            {
                case "name":
                    name = member.Value.ValueKind == JsonValueKind.String ? member.Value.GetString() : throw new InvalidName("A file's name is a string.");
                    break;
                case "labels":
                    labels = member.Value.ValueKind switch
                    {
                        JsonValueKind.Null => new LabelPatch(Clear: true, new Dictionary<string, string?>()),
                        JsonValueKind.Object => new LabelPatch(Clear: false, member.Value.EnumerateObject().GroupBy(label => label.Name).ToDictionary(group => group.Key, group => LabelValue(group.Last().Value))),
                        _ => throw new InvalidParameter("labels", "labels is an object of strings, or null."),
                    };
                    break;
                default:
                    throw new InvalidParameter(member.Name, $"{member.Name} cannot be changed; name and labels can.");
            }
        }

        return new AudioPatch(name, labels);
    }

    private static string? LabelValue(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Null => null,
        _ => throw new InvalidParameter("labels", "A label's value is a string, or null to remove it."),
    };
}
