using System.Globalization;
using System.Net.Mime;
using System.Text.Json.Serialization;
using AudioServer.Api.Reports;
using AudioServer.Api.Uploads;
using AudioServer.Application.Verification;
using AudioServer.Domain.Waveforms;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.OpenApi;

namespace AudioServer.Api.OpenApi;

/// <summary>The OpenAPI 3.1 document: what the framework reads off the actions, and by hand what it cannot see.</summary>
internal static class ServerOpenApi
{
    private const string Binary = "application/octet-stream";

    public static IServiceCollection AddServerOpenApi(this IServiceCollection services) => services.AddOpenApi("v1", options =>
    {
        options.AddDocumentTransformer((document, context, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "AudioServer",
                Version = "1",
                Description = "Stores audio, proves that it is whole, and tells what is in it.",
                License = new OpenApiLicense { Name = "MIT", Identifier = "MIT" },
            };

            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes = CredentialDocumentation.Schemes();

            // HEAD answers what GET answers; clients generated from both would have every method twice.
            foreach (var path in document.Paths.Values)
            {
                path.Operations?.Remove(HttpMethod.Head);
            }

            return Task.CompletedTask;
        });
        options.AddOperationTransformer(DescribeAsync);
    });

    private static async Task DescribeAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        operation.Responses ??= [];
        ParameterDescriptions.Describe(operation, context.Description.ActionDescriptor);
        if (metadata.OfType<UploadBodyLimitAttribute>().Any())
        {
            DescribeUpload(operation);
        }

        if (metadata.OfType<ContentAnswerAttribute>().Any())
        {
            DescribeContent(operation.Responses);
        }

        if (metadata.OfType<EventStreamAnswerAttribute>().Any())
        {
            operation.Responses["200"] = new OpenApiResponse
            {
                Description = "Events, without end. Each has an id, a type and an AudioFile as its data; lines that begin with a colon are signs of life.",
                Content = new Dictionary<string, OpenApiMediaType> { ["text/event-stream"] = new() { Schema = new OpenApiSchema { Type = JsonSchemaType.String } } },
            };
        }

        if (metadata.OfType<ReportAnswerAttribute>().Any())
        {
            DescribeReport(operation.Responses, await context.GetOrCreateSchemaAsync(typeof(VerificationReportView), parameterDescription: null, cancellationToken));
        }

        if (metadata.OfType<WaveformAnswerAttribute>().Any())
        {
            DescribeWaveform(operation.Responses, await context.GetOrCreateSchemaAsync(typeof(WaveformAnswer), parameterDescription: null, cancellationToken));
        }

        if (metadata.OfType<JsonBodyAttribute>().SingleOrDefault() is { } body)
        {
            var schema = await context.GetOrCreateSchemaAsync(body.Type, parameterDescription: null, cancellationToken);
            operation.RequestBody = new OpenApiRequestBody { Required = true, Content = new Dictionary<string, OpenApiMediaType> { [body.MediaType] = new() { Schema = schema } } };
        }

        if (metadata.OfType<ProblemsAttribute>().SingleOrDefault() is { } problems)
        {
            var schema = await context.GetOrCreateSchemaAsync(typeof(ProblemAnswer), parameterDescription: null, cancellationToken);
            context.Document!.AddComponent(nameof(ProblemAnswer), schema);
            var isAnonymous = CredentialDocumentation.Describe(operation, context.Document, metadata);
            foreach (var status in isAnonymous ? problems.Statuses : [.. problems.Statuses.Union(CredentialDocumentation.Refusals).Order()])
            {
                operation.Responses[status.ToString(CultureInfo.InvariantCulture)] = new OpenApiResponse
                {
                    Description = ReasonPhrases.GetReasonPhrase(status),
                    Content = new Dictionary<string, OpenApiMediaType> { [MediaTypeNames.Application.ProblemJson] = new() { Schema = new OpenApiSchemaReference(nameof(ProblemAnswer), context.Document) } },
                };
            }
        }
    }

    private static void DescribeUpload(OpenApiOperation operation)
    {
        var file = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary", Description = "The audio file." };
        var form = new OpenApiSchema { Type = JsonSchemaType.Object, Properties = new Dictionary<string, IOpenApiSchema> { ["file"] = file }, Required = new HashSet<string> { "file" } };
        operation.RequestBody = new OpenApiRequestBody
        {
            Required = true,
            Description = "The file itself, whatever its Content-Type says, or a form with exactly one file part.",
            Content = new Dictionary<string, OpenApiMediaType>
            {
                [Binary] = new() { Schema = file },
                [MediaTypeNames.Multipart.FormData] = new() { Schema = form },
            },
        };
    }

    private static void DescribeReport(OpenApiResponses responses, OpenApiSchema json) => responses["200"] = new OpenApiResponse
    {
        Description = "The report, whatever the verdict.",
        Content = ReportForms.MediaTypes.ToDictionary(
            type => type,
            type => new OpenApiMediaType { Schema = type == MediaTypeNames.Application.Json ? json : new OpenApiSchema { Type = type == JUnitReport.MediaType ? JsonSchemaType.String : JsonSchemaType.Object } }),
    };

    private static void DescribeContent(OpenApiResponses responses)
    {
        var bytes = new Dictionary<string, OpenApiMediaType> { [Binary] = new() { Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" } } };
        responses["200"] = new OpenApiResponse { Description = "The whole content, under its own media type.", Content = bytes };
        responses["206"] = new OpenApiResponse { Description = "The byte range asked for.", Content = bytes };
        responses["304"] = new OpenApiResponse { Description = "The client has this content already." };
    }

    private static void DescribeWaveform(OpenApiResponses responses, OpenApiSchema json)
    {
        var bytes = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" };
        responses["200"] = new OpenApiResponse
        {
            Description = "The waveform.",
            Content = Enum.GetValues<WaveformFormat>().ToDictionary(format => format.ContentType(), format => new OpenApiMediaType { Schema = format == WaveformFormat.Json ? json : bytes }),
        };
    }
}

/// <summary>A waveform as audiowaveform's JSON.</summary>
/// <param name="Version">2.</param>
/// <param name="Channels">One for the mean, else all.</param>
/// <param name="SampleRate">Hz.</param>
/// <param name="SamplesPerPixel">Samples that one pixel stands for.</param>
/// <param name="Bits">Of a value: 8 or 16.</param>
/// <param name="Length">Pixels.</param>
/// <param name="Data">Of each pixel the minimum and maximum of each channel.</param>
internal sealed record WaveformAnswer(
    int Version,
    int Channels,
    [property: JsonPropertyName("sample_rate")] int SampleRate,
    [property: JsonPropertyName("samples_per_pixel")] int SamplesPerPixel,
    int Bits,
    int Length,
    IReadOnlyList<int> Data);

/// <summary>An error (RFC 9457), with a stable code and the id of its log line.</summary>
/// <param name="Type">A URI that names the kind of problem.</param>
/// <param name="Title">The kind of problem in words.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Detail">What went wrong this time.</param>
/// <param name="Instance">The path asked for.</param>
/// <param name="Code">Stable, snake_case.</param>
/// <param name="TraceId">Finds the request in the server's log.</param>
/// <param name="Errors">By parameter, what is wrong with it.</param>
internal sealed record ProblemAnswer(string Type, string Title, int Status, string Detail, string Instance, string Code, string TraceId, IReadOnlyDictionary<string, string[]>? Errors);
