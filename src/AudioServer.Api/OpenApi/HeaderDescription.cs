using System.Globalization;
using Microsoft.OpenApi;

namespace AudioServer.Api.OpenApi;

/// <summary>The headers that operations read and answer with, each described once.</summary>
internal static class HeaderDescription
{
    private static readonly string[] Digests = ["Content-Digest", "Repr-Digest", "X-Content-SHA256"];
    private static readonly string[] Conditions = ["Range", "If-Range", "If-Match", "If-None-Match", "If-Modified-Since", "If-Unmodified-Since"];
    private static readonly string[] ContentHeaders = ["Accept-Ranges", "Content-Disposition", "ETag", "Last-Modified", "Repr-Digest", "X-Content-Duration"];

    /// <summary>By status the header beside a problem, and its description's name.</summary>
    private static readonly Dictionary<int, (string Header, string Description)> OfProblems = new()
    {
        [401] = ("WWW-Authenticate", "WWW-Authenticate"),
        [416] = ("Content-Range", "Content-Range"),
        [422] = ("Location", "Location-Kept"),
        [429] = ("Retry-After", "Retry-After"),
        [503] = ("Retry-After", "Retry-After"),
    };

    /// <summary>Request headers by name.</summary>
    public static IDictionary<string, IOpenApiParameter> Parameters { get; } = new[]
    {
        Reads("Content-Digest", "SHA-256 of the body as sent, framing included (RFC 9530); another content is refused.", "sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:"),
        Reads("Repr-Digest", "SHA-256 of the file (RFC 9530); another content is refused.", "sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:"),
        Reads("X-Content-SHA256", "SHA-256 of the file in hexadecimal digits; another content is refused.", "44aff4ab2d7c3250525675a08f0cfa9591168cffe51791c5f5bbc417c15a6c38"),
        Reads("Prefer", "`wait=N`, as the parameter of that name (RFC 7240).", "wait=30"),
        Reads("Range", "One range of bytes (RFC 9110); several are answered by the whole.", "bytes=0-1023"),
        Reads("If-Range", "The range applies only to content with this ETag or of this date.", "\"44aff4ab2d7c3250525675a08f0cfa9591168cffe51791c5f5bbc417c15a6c38\""),
        Reads("If-Match", "Answer only content with one of these ETags.", "*"),
        Reads("If-None-Match", "Answer only content with none of these ETags.", "\"44aff4ab2d7c3250525675a08f0cfa9591168cffe51791c5f5bbc417c15a6c38\""),
        Reads("If-Modified-Since", "Answer only content that is newer.", "Sun, 22 Nov 2026 09:00:00 GMT"),
        Reads("If-Unmodified-Since", "Answer only content that is no newer.", "Sun, 22 Nov 2026 09:00:00 GMT"),
        Reads("Last-Event-ID", "The id of the last event that was seen: those after it follow, as long as they are kept (24 h).", "42"),
    }.ToDictionary(header => header.Name!, IOpenApiParameter (header) => header);

    /// <summary>Response headers by name; where it is optional, the description says when it is there.</summary>
    public static IDictionary<string, IOpenApiHeader> Headers { get; } = new Dictionary<string, IOpenApiHeader>
    {
        ["Accept-Ranges"] = Tells("`bytes`.", "bytes"),
        ["Content-Disposition"] = Tells("`attachment` or `inline`, and the file's name in ASCII and in UTF-8 (RFC 6266).", "attachment; filename=\"myfile.wav\"; filename*=UTF-8''myfile.wav"),
        ["Content-Range"] = Tells("Which bytes of how many; of a range outside the content, of how many.", "bytes 0-1023/567532"),
        ["ETag"] = Tells("The SHA-256 of the content, or of what a derived content is made from.", "\"44aff4ab2d7c3250525675a08f0cfa9591168cffe51791c5f5bbc417c15a6c38\""),
        ["Last-Modified"] = Tells("When the content was stored.", "Sun, 22 Nov 2026 09:00:00 GMT"),
        ["Link"] = Tells("The next page (`rel=\"next\"`); absent on the last.", "</api/v1/audio?cursor=abc>; rel=\"next\"", isOptional: true),
        ["Location"] = Tells("Where it is.", "/api/v1/audio/019b0c5e-8f3e-7c8a-9f43-2b1f0d5c7a11"),
        ["Location-Direct"] = Tells("Whole address at the object store or a CDN. Whoever has it can read the content, for a while at least.", "https://s3.example.org/audio/main/019b0c5e8f3e7c8a9f432b1f0d5c7a11?X-Amz-Expires=900"),
        ["Location-Kept"] = Tells("Where a broken file is kept; absent when none is.", "/api/v1/audio/019b0c5e-8f3e-7c8a-9f43-2b1f0d5c7a11", isOptional: true),
        ["Preference-Applied"] = Tells("The wish of `Prefer` that was heard, as it was heard (RFC 7240); absent without one.", "wait=30", isOptional: true),
        ["Repr-Digest"] = Tells("SHA-256 of the whole content (RFC 9530).", "sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:"),
        ["Retry-After"] = Tells("Seconds after which the same request may find another answer; absent where that is not known.", "5", isOptional: true),
        ["Set-Cookie"] = Tells("The session's cookie, or the one that ends it.", "audioserver-session=; path=/; samesite=strict; httponly"),
        ["Vary"] = Tells("What the form was chosen by.", "Accept"),
        ["WWW-Authenticate"] = Tells("The kind of credential that is needed (RFC 6750).", "Bearer error=\"invalid_token\""),
        ["X-Accel-Buffering"] = Tells("`no`: nginx, where one is in between, holds no event back.", "no"),
        ["X-Content-Duration"] = Tells("Seconds of audio; absent when that is not known.", "3.217007", isOptional: true),
    };

    public static void AddDigests(OpenApiOperation operation, OpenApiDocument document) => Add(operation, document, Digests);

    public static void AddPrefer(OpenApiOperation operation, OpenApiDocument document) => Add(operation, document, "Prefer");

    public static void AddConditions(OpenApiOperation operation, OpenApiDocument document) => Add(operation, document, Conditions);

    public static void AddLastEventId(OpenApiOperation operation, OpenApiDocument document) => Add(operation, document, "Last-Event-ID");

    public static void AddTo(OpenApiResponse response, OpenApiDocument document, IReadOnlyList<string> names) => response.Headers = In(document, [.. names]);

    public static IDictionary<string, IOpenApiHeader> OfContent(OpenApiDocument document) => In(document, ContentHeaders);

    public static IDictionary<string, IOpenApiHeader> OfRange(OpenApiDocument document) => In(document, [.. ContentHeaders, "Content-Range"]);

    public static IDictionary<string, IOpenApiHeader> OfRedirect(OpenApiDocument document) => new Dictionary<string, IOpenApiHeader> { ["Location"] = new OpenApiHeaderReference("Location-Direct", document) };

    public static IDictionary<string, IOpenApiHeader> OfWaveform(OpenApiDocument document) => In(document, "Vary");

    /// <summary>What stands beside a problem of this status; null for most.</summary>
    public static IDictionary<string, IOpenApiHeader>? OfProblem(int status, OpenApiDocument document) =>
        OfProblems.TryGetValue(status, out var one) ? new Dictionary<string, IOpenApiHeader> { [one.Header] = new OpenApiHeaderReference(one.Description, document) } : null;

    private static OpenApiParameter Reads(string name, string description, string example) =>
        new() { Name = name, In = ParameterLocation.Header, Description = description, Schema = new OpenApiSchema { Type = JsonSchemaType.String }, Example = example };

    private static OpenApiHeader Tells(string description, string example, bool isOptional = false) => new()
    {
        Description = description,
        Required = !isOptional,
        Schema = new OpenApiSchema { Type = double.TryParse(example, CultureInfo.InvariantCulture, out _) ? JsonSchemaType.Number : JsonSchemaType.String },
        Example = double.TryParse(example, CultureInfo.InvariantCulture, out var number) ? number : example,
    };

    private static void Add(OpenApiOperation operation, OpenApiDocument document, params string[] names)
    {
        operation.Parameters ??= [];
        foreach (var name in names)
        {
            operation.Parameters.Add(new OpenApiParameterReference(name, document));
        }
    }

    private static Dictionary<string, IOpenApiHeader> In(OpenApiDocument document, params string[] names) =>
        names.ToDictionary(name => name, IOpenApiHeader (name) => new OpenApiHeaderReference(name, document));
}
