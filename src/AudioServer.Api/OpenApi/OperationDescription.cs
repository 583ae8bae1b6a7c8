using System.Globalization;
using AudioServer.Api.Reports;
using AudioServer.Api.Uploads;
using AudioServer.Domain.Waveforms;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace AudioServer.Api.OpenApi;

/// <summary>What the framework does not see of an action: bodies that it reads and answers that it writes by itself, headers, and how it fails.</summary>
internal static class OperationDescription
{
    private const string Binary = "application/octet-stream";
    private const string Json = "application/json";

    private static readonly OpenApiSchema Bytes = new() { Type = JsonSchemaType.String, Format = "binary" };

    /// <summary>Content is answered under its own type, of which there are some sixty.</summary>
    private static readonly string[] ContentTypes = ["audio/*", "video/*", Binary];

    public static async Task DescribeAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var document = context.Document!;
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        operation.Responses ??= [];
        Summarize(operation);
        ParameterDescriptions.Describe(operation, context.Description.ActionDescriptor);
        if (metadata.OfType<UploadBodyLimitAttribute>().Any())
        {
            DescribeUpload(operation);
            HeaderDescription.AddDigests(operation, document);
        }

        if (operation.Parameters?.Any(parameter => parameter.Name == "wait") == true)
        {
            HeaderDescription.AddPrefer(operation, document);
        }

        if (metadata.OfType<ContentAnswerAttribute>().Any())
        {
            DescribeContent(operation.Responses, document);
            HeaderDescription.AddConditions(operation, document);
        }

        if (metadata.OfType<EventStreamAnswerAttribute>().Any())
        {
            DescribeEvents(operation.Responses);
            HeaderDescription.AddLastEventId(operation, document);
        }

        if (metadata.OfType<ReportAnswerAttribute>().Any())
        {
            DescribeReport(operation.Responses["200"]);
        }

        if (metadata.OfType<WaveformAnswerAttribute>().Any())
        {
            await NameAsync(typeof(WaveformAnswer), context, cancellationToken);
            DescribeWaveform(operation.Responses, document);
        }

        if (metadata.OfType<JsonBodyAttribute>().SingleOrDefault() is { } body)
        {
            var name = await NameAsync(body.Type, context, cancellationToken);
            operation.RequestBody = new OpenApiRequestBody { Required = true, Content = Of(new OpenApiSchemaReference(name, document), [body.MediaType]) };
        }

        foreach (var answer in metadata.OfType<AnswerHeadersAttribute>())
        {
            HeaderDescription.AddTo((OpenApiResponse)operation.Responses[answer.Status.ToString(CultureInfo.InvariantCulture)], document, answer.Names);
        }

        await NameAsync(typeof(ProblemAnswer), context, cancellationToken);
        var isAnonymous = CredentialDocumentation.Describe(operation, document, metadata);

        // A body can be too large or too slow, whatever is made of it.
        IEnumerable<int> ofBody = metadata.OfType<JsonBodyAttribute>().Any() ? [408, 413] : [];
        ProblemDescription.Add(operation, document, [.. (metadata.OfType<ProblemsAttribute>().SingleOrDefault()?.Statuses ?? []).Union(ofBody)], isAnonymous);
    }

    /// <summary>The action's comment is the description, its first sentence the title.</summary>
    private static void Summarize(OpenApiOperation operation)
    {
        operation.Description = operation.Summary ?? throw new InvalidOperationException($"{operation.OperationId} has no comment.");
        var end = operation.Summary.IndexOfAny(['.', ':', ';']);
        operation.Summary = operation.Summary[..end];
    }

    /// <summary>Puts the schema of a type that no action binds or returns under its name.</summary>
    private static async Task<string> NameAsync(Type type, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var schema = await context.GetOrCreateSchemaAsync(type, parameterDescription: null, cancellationToken);
        var name = SchemaDescription.NameOf(Application.JsonSettings.Options.GetTypeInfo(type))!;
        context.Document!.AddComponent(name, schema);
        return name;
    }

    private static void DescribeUpload(OpenApiOperation operation)
    {
        var file = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary", Description = "The audio file." };
        var form = new OpenApiSchema { Type = JsonSchemaType.Object, Properties = new Dictionary<string, IOpenApiSchema> { ["file"] = file }, Required = new HashSet<string> { "file" } };
        operation.RequestBody = new OpenApiRequestBody
        {
            Required = true,
            Description = "The file itself, whatever its Content-Type says, or a form with exactly one file part.",
            Content = new Dictionary<string, OpenApiMediaType> { ["multipart/form-data"] = new OpenApiMediaType { Schema = form }, [Binary] = new OpenApiMediaType { Schema = file } },
        };
    }

    private static void DescribeContent(OpenApiResponses responses, OpenApiDocument document)
    {
        responses["200"] = new OpenApiResponse { Description = "The whole content, under its own media type.", Content = Of(Bytes, ContentTypes), Headers = HeaderDescription.OfContent(document) };
        responses["206"] = new OpenApiResponse { Description = "The byte range asked for.", Content = Of(Bytes, ContentTypes), Headers = HeaderDescription.OfRange(document) };
        responses["302"] = new OpenApiResponse { Description = "The client gets this content by itself, from where it lies, by the same request without its credentials.", Headers = HeaderDescription.OfRedirect(document) };
        responses["304"] = new OpenApiResponse { Description = "The client has this content already.", Headers = HeaderDescription.OfContent(document) };
    }

    private static void DescribeEvents(OpenApiResponses responses) => responses["200"] = new OpenApiResponse
    {
        Description = "Events, without end. Each has an id, a type and an AudioFile as its data; lines that begin with a colon are signs of life.",
        Content = new Dictionary<string, OpenApiMediaType>
        {
            ["text/event-stream"] = new OpenApiMediaType
            {
                Schema = new OpenApiSchema { Type = JsonSchemaType.String, Description = "`audio.created`, `audio.progress`, `audio.verified`, `audio.deleted`, and `resync` when events were missed for good." },
                Example = ": events follow\n\nid: 42\nevent: audio.verified\ndata: {\"id\":\"019b0c5e-8f3e-7c8a-9f43-2b1f0d5c7a11\",\"name\":\"myfile.wav\"}\n\n",
            },
        },
    };

    private static void DescribeReport(IOpenApiResponse response)
    {
        response.Content![JUnitReport.MediaType] = new OpenApiMediaType { Schema = new OpenApiSchema { Type = JsonSchemaType.String, Description = "JUnit's XML: a test case a file." } };
        response.Content[SarifReport.MediaType] = new OpenApiMediaType { Schema = new OpenApiSchema { Type = JsonSchemaType.Object, Description = "A SARIF 2.1.0 log." } };
    }

    private static void DescribeWaveform(OpenApiResponses responses, OpenApiDocument document) => responses["200"] = new OpenApiResponse
    {
        Description = "The waveform.",
        Headers = HeaderDescription.OfWaveform(document),
        Content = Enum.GetValues<WaveformFormat>().Select(format => format.ContentType()).ToDictionary(
            type => type,
            type => new OpenApiMediaType { Schema = type == Json ? new OpenApiSchemaReference("Waveform", document) : Bytes }),
    };

    private static Dictionary<string, OpenApiMediaType> Of(IOpenApiSchema schema, string[] mediaTypes) =>
        mediaTypes.ToDictionary(type => type, _ => new OpenApiMediaType { Schema = schema });
}
