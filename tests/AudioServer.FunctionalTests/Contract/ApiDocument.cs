using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using AudioServer.TestKit;
using Json.Schema;

namespace AudioServer.FunctionalTests.Contract;

/// <summary>The committed OpenAPI document, read as a client generator reads it.</summary>
internal sealed class ApiDocument
{
    private static readonly EvaluationOptions Strict = new() { OutputFormat = OutputFormat.List, RequireFormatValidation = true };
    private readonly Dictionary<string, JsonSchema> _schemas = [];

    private ApiDocument(JsonObject root) => Root = root;

    public static string Path { get; } = System.IO.Path.Combine(Fixtures.Root, "docs", "openapi.json");

    public JsonObject Root { get; }

    public static ApiDocument Load() => new(JsonNode.Parse(File.ReadAllText(Path))!.AsObject());

    public IReadOnlyList<Operation> Operations => [.. Root["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject().Select(method => new Operation(this, method.Key, path.Key, method.Value!.AsObject())))];

    /// <summary>What stands where <paramref name="node"/> points to, or itself.</summary>
    public JsonObject Resolve(JsonNode node)
    {
        while (node["$ref"]?.GetValue<string>() is { } reference)
        {
            node = reference.Split('/').Skip(1).Aggregate<string, JsonNode>(Root, (at, step) => at[step] ?? throw new InvalidOperationException($"{reference} points nowhere."));
        }

        return node.AsObject();
    }

    /// <summary>What is wrong with a value by a schema of the document; empty when nothing is.</summary>
    public string Faults(JsonNode schema, JsonNode? value)
    {
        var text = schema.ToJsonString();
        JsonSchema compiled;
        lock (_schemas)
        {
            if (!_schemas.TryGetValue(text, out compiled!))
            {
                // References are to components, so that each schema brings them along, where JSON Schema looks for such.
                var whole = schema.DeepClone().AsObject();
                whole["$defs"] = Root["components"]!["schemas"]!.DeepClone();
                compiled = _schemas[text] = JsonSchema.FromText(whole.ToJsonString().Replace("#/components/schemas/", "#/$defs/", StringComparison.Ordinal));
            }
        }

        var result = compiled.Evaluate(System.Text.Json.JsonSerializer.SerializeToElement(value), Strict);
        return result.IsValid ? "" : string.Join("; ", (result.Details ?? []).Where(detail => detail.Errors is not null).SelectMany(detail => detail.Errors!.Select(error => $"{detail.InstanceLocation} {error.Value}")));
    }
}

/// <summary>An operation of the document.</summary>
internal sealed class Operation(ApiDocument document, string method, string path, JsonObject description)
{
    private static readonly string[] Everywhere =
    [
        "Cache-Control", "Content-Length", "Content-Security-Policy", "Content-Type", "Cross-Origin-Opener-Policy", "Cross-Origin-Resource-Policy", "Date", "Permissions-Policy", "Referrer-Policy", "Transfer-Encoding",
        "X-Content-Type-Options", "X-Frame-Options",
    ];

    public string Id { get; } = description["operationId"]!.GetValue<string>();

    public HttpMethod Method { get; } = new(method.ToUpperInvariant());

    public string Path { get; } = path;

    public IReadOnlyList<JsonObject> Parameters { get; } = [.. (description["parameters"]?.AsArray() ?? []).Select(parameter => document.Resolve(parameter!))];

    /// <summary>By media type; empty when there is no body.</summary>
    public JsonObject Bodies { get; } = description["requestBody"]?["content"]?.AsObject() ?? [];

    public JsonObject Responses { get; } = description["responses"]!.AsObject();

    public bool HasParameter(string name) => Parameters.Any(parameter => parameter["name"]!.GetValue<string>() == name);

    /// <summary>How an answer departs from the document; empty when it does not.</summary>
    public async Task<string> FaultsAsync(HttpResponseMessage answer)
    {
        var status = ((int)answer.StatusCode).ToString(System.Globalization.CultureInfo.InvariantCulture);
        if (Responses[status] is not { } entry)
        {
            return $"{status} is not described";
        }

        var response = document.Resolve(entry);
        if (FaultsOfHeaders(response, answer) is { Length: > 0 } ofHeaders)
        {
            return $"{status}: {ofHeaders}";
        }

        if (response["content"]?.AsObject() is not { Count: > 0 } content)
        {
            return answer.Content.Headers.ContentLength is null or 0 ? "" : $"{status} has a body, where none is described";
        }

        var type = answer.Content.Headers.ContentType;
        var described = content.FirstOrDefault(media => Matches(media.Key, type)).Value;
        if (described is null)
        {
            return $"{status} is {type}, where {string.Join(", ", content.Select(media => media.Key))} is described";
        }

        return type!.MediaType!.EndsWith("json", StringComparison.Ordinal)
            ? document.Faults(described["schema"]!, JsonNode.Parse(await answer.Content.ReadAsStringAsync())) is { Length: > 0 } faults ? $"{status}: {faults}" : ""
            : "";
    }

    /// <summary>A header that is not described, but for those that belong to HTTP itself or that every answer has; one that is described as being there, and is not.</summary>
    private string FaultsOfHeaders(JsonObject response, HttpResponseMessage answer)
    {
        var described = (response["headers"]?.AsObject() ?? []).ToDictionary(header => header.Key, header => document.Resolve(header.Value!)["required"]?.GetValue<bool>() == true, StringComparer.OrdinalIgnoreCase);
        var sent = answer.Headers.Concat(answer.Content.Headers).Select(header => header.Key).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var undescribed = sent.Except(Everywhere).Except(described.Keys, StringComparer.OrdinalIgnoreCase).Select(name => $"{name} is not described");
        var missing = described.Where(header => header.Value && !sent.Contains(header.Key)).Select(header => $"{header.Key} is missing");
        return string.Join(", ", undescribed.Concat(missing));
    }

    private static bool Matches(string described, MediaTypeHeaderValue? actual) =>
        actual?.MediaType is { } type && (described.EndsWith("/*", StringComparison.Ordinal) ? type.StartsWith(described[..^1], StringComparison.OrdinalIgnoreCase) : described.Equals(type, StringComparison.OrdinalIgnoreCase));
}
