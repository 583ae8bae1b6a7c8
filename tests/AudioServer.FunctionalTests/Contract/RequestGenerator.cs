using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace AudioServer.FunctionalTests.Contract;

/// <summary>What a request is made to be.</summary>
internal enum Kind
{
    /// <summary>Values as the document describes them.</summary>
    Valid,

    /// <summary>Values at the edges of what it describes.</summary>
    Boundary,

    /// <summary>One thing that it does not allow: to be refused.</summary>
    Invalid,
}

/// <summary>A request to be sent, made anew each time.</summary>
internal sealed record Asked(Operation Operation, Kind Kind, string What, Func<HttpRequestMessage> Make);

/// <summary>Makes requests to an operation from its description alone; the same seed makes the same.</summary>
/// <param name="document">Describes.</param>
/// <param name="random">Chooses.</param>
/// <param name="names">Files that are there, for parameters called name.</param>
/// <param name="ids">Theirs.</param>
/// <param name="tokenIds">Tokens that are there.</param>
/// <param name="bodies">Of uploads.</param>
internal sealed class RequestGenerator(ApiDocument document, Random random, string[] names, string[] ids, string[] tokenIds, byte[][] bodies)
{
    private static readonly string[] NoNumbers = ["abc", "1,5", "NaN", "1e3", "", "+", "0x10", "1.", " 1", "١"];
    private static readonly string[] Texts = ["a", "take*", "Ünïcode 音 🎧", "100%", "a&b=c", "'; DROP TABLE", new string('x', 255), "\u202Eevil", "..", "\\", "\u0000"];

    public Asked Next(Operation operation)
    {
        var kind = (Kind)random.Next(3);
        var query = operation.Parameters.Where(parameter => In(parameter) == "query").ToList();
        List<(string Name, string Value)> values = [.. query.Where(parameter => IsNeeded(parameter) || random.Next(query.Count) < 2).SelectMany(parameter => Of(parameter, kind == Kind.Boundary))];
        var (what, body) = ("", Body(operation));
        if (kind == Kind.Invalid)
        {
            (what, var replaced) = Spoil(operation, query, values);
            body = replaced ?? body;
        }

        var known = Pick(operation.Path.Contains("/tokens/", StringComparison.Ordinal) ? tokenIds : ids);
        var path = operation.Path.Replace("{id}", random.Next(8) == 0 ? Guid.NewGuid().ToString() : known, StringComparison.Ordinal);
        var uri = path + string.Concat(values.Select((value, index) => $"{(index == 0 ? '?' : '&')}{Uri.EscapeDataString(value.Name)}={Uri.EscapeDataString(value.Value)}"));
        var headers = operation.Parameters.Where(parameter => In(parameter) == "header" && random.Next(8) == 0).Select(parameter => (Name: NameOf(parameter), Value: parameter["example"]!.GetValue<string>())).ToList();
        return new Asked(operation, kind, $"{operation.Method} {uri} {what}", () =>
        {
            var request = new HttpRequestMessage(operation.Method, new Uri(uri, UriKind.Relative)) { Content = body?.Invoke() };
            headers.ForEach(header => request.Headers.TryAddWithoutValidation(header.Name, header.Value));
            return request;
        });
    }

    /// <summary>Makes one thing wrong with a request; a body where that is it.</summary>
    private (string What, Func<HttpContent>? Body) Spoil(Operation operation, List<JsonObject> query, List<(string Name, string Value)> values)
    {
        var typed = query.Where(parameter => Wrong(parameter).Count > 0).ToList();
        if (JsonBody(operation) is { } json && random.Next(2) == 0)
        {
            return SpoilBody(json.MediaType, json.Schema);
        }

        if (typed.Count == 0 || random.Next(6) == 0)
        {
            values.Add(("unknown", "1"));
            return ("an unknown parameter", null);
        }

        var spoilt = Pick(typed);
        var name = NameOf(spoilt);
        values.RemoveAll(value => value.Name == name);
        if (random.Next(6) == 0 && TypeOf(spoilt) != "array")
        {
            values.AddRange([(name, Pick(Wrong(spoilt))), (name, Pick(Wrong(spoilt)))]);
            return ($"{name} twice", null);
        }

        values.Add((name, Pick(Wrong(spoilt))));
        return ($"a wrong {name}", null);
    }

    private (string What, Func<HttpContent> Body) SpoilBody(string mediaType, JsonObject schema)
    {
        var whole = Example(schema);
        var members = whole.Select(member => member.Key).ToArray();
        switch (random.Next(5))
        {
            case 0:
                return ("a body that is no JSON", () => Text("{\"", mediaType));
            case 1:
                return ("a body that is no object", () => Text("[]", mediaType));
            case 2:
                return ("another media type", () => Text(whole.ToJsonString(), "text/plain"));
            case 3:
                whole["unknown"] = 1;
                return ("an unknown member", () => Text(whole.ToJsonString(), mediaType));
            default:
                var member = Pick(members);
                whole[member] = new JsonArray(new JsonObject());
                return ($"a wrong member {member}", () => Text(whole.ToJsonString(), mediaType));
        }
    }

    private Func<HttpContent>? Body(Operation operation)
    {
        if (JsonBody(operation) is { } json)
        {
            var whole = Example(json.Schema);
            if (whole.ContainsKey("username") && random.Next(2) == 0)
            {
                whole["username"] = $"user{random.Next(1000)}";
            }

            return () => Text(whole.ToJsonString(), json.MediaType);
        }

        if (operation.Bodies.Count == 0)
        {
            return null;
        }

        var (bytes, asForm) = (Pick(bodies), random.Next(2) == 0);
        return () => asForm ? new MultipartFormDataContent { { new ByteArrayContent(bytes), "file", "form.wav" } } : new ByteArrayContent(bytes);
    }

    private (string MediaType, JsonObject Schema)? JsonBody(Operation operation) =>
        operation.Bodies.FirstOrDefault(body => body.Key.EndsWith("json", StringComparison.Ordinal)) is { Key: { } type, Value: { } media } ? (type, document.Resolve(media["schema"]!)) : null;

    private static JsonObject Example(JsonObject schema) => schema["examples"]![0]!.DeepClone().AsObject();

    private IEnumerable<(string Name, string Value)> Of(JsonObject parameter, bool atTheEdge)
    {
        var name = NameOf(parameter);
        return TypeOf(parameter) == "array"
            ? Enumerable.Range(0, atTheEdge ? 32 : 1).Select(index => (name, atTheEdge ? $"key{index}:{new string('v', 256)}" : parameter["example"]![0]!.GetValue<string>()))
            : [(name, atTheEdge ? Edge(parameter) : Value(parameter))];
    }

    private string Value(JsonObject parameter)
    {
        var schema = document.Resolve(parameter["schema"]!);
        if (schema["enum"] is JsonArray values)
        {
            return Pick([.. values.Select(value => value!.ToString())]);
        }

        var (least, most) = (Bound(schema, "minimum") ?? 0, Bound(schema, "maximum") ?? 100_000);
        return TypeOf(parameter) switch
        {
            "integer" => random.NextInt64((long)least, (long)most + 1).ToString(CultureInfo.InvariantCulture),
            "number" => Math.Round(least + ((most - least) * random.NextDouble() / 100), 3).ToString("0.###", CultureInfo.InvariantCulture),
            "boolean" => random.Next(2) == 0 ? "true" : "false",
            _ when NameOf(parameter) == "name" => Pick(names),
            _ => parameter["example"]?.ToString() ?? Pick(Texts),
        };
    }

    private string Edge(JsonObject parameter)
    {
        var schema = document.Resolve(parameter["schema"]!);
        return schema["enum"] is not null ? Value(parameter) : TypeOf(parameter) switch
        {
            "integer" => Pick([Text(Bound(schema, "minimum") ?? 0), Text(Bound(schema, "maximum") ?? int.MaxValue)]),
            "number" => Pick([Text(Bound(schema, "minimum") ?? 0), Text(Bound(schema, "maximum") ?? 1e9), "0.000001"]),
            "string" when schema["format"] is null => NameOf(parameter) == "name" && random.Next(2) == 0 ? Pick(names) : Pick(Texts),
            _ => Value(parameter),
        };
    }

    /// <summary>Values that the description of a parameter does not allow.</summary>
    private List<string> Wrong(JsonObject parameter)
    {
        var schema = document.Resolve(parameter["schema"]!);
        if (schema["enum"] is not null)
        {
            return ["other", ""];
        }

        List<string> beyond = [.. new[] { Bound(schema, "minimum") - 1, Bound(schema, "maximum") + 1 }.OfType<double>().Select(Text)];
        return TypeOf(parameter) switch
        {
            "integer" => [.. NoNumbers, "1.5", "99999999999999999999", .. beyond],
            "number" => [.. NoNumbers, .. beyond],
            "boolean" => ["maybe", "1", ""],
            "string" when schema["format"]?.GetValue<string>() == "date-time" => ["yesterday", "2026-13-01T00:00:00Z", "2026-11-22", ""],
            _ => [],
        };
    }

    private string TypeOf(JsonObject parameter) => document.Resolve(parameter["schema"]!)["type"]!.GetValue<string>();

    private static bool IsNeeded(JsonObject parameter) => parameter["required"]?.GetValue<bool>() == true;

    private static string NameOf(JsonObject parameter) => parameter["name"]!.GetValue<string>();

    private static string In(JsonObject parameter) => parameter["in"]!.GetValue<string>();

    private static double? Bound(JsonObject schema, string which) => schema[which]?.GetValue<double>();

    private static string Text(double number) => number.ToString("0.######", CultureInfo.InvariantCulture);

    private static StringContent Text(string text, string mediaType) => new(text, new MediaTypeHeaderValue(mediaType));

    private T Pick<T>(IReadOnlyList<T> choice) => choice[random.Next(choice.Count)];
}
