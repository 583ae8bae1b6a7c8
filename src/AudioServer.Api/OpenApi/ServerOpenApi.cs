using System.Globalization;
using System.Net.Mime;
using AudioServer.Api.Uploads;
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
        if (metadata.OfType<UploadBodyLimitAttribute>().Any())
        {
            DescribeUpload(operation);
        }

        if (metadata.OfType<ContentAnswerAttribute>().Any())
        {
            DescribeContent(operation.Responses);
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
            foreach (var status in problems.Statuses)
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

    private static void DescribeContent(OpenApiResponses responses)
    {
        var bytes = new Dictionary<string, OpenApiMediaType> { [Binary] = new() { Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" } } };
        responses["200"] = new OpenApiResponse { Description = "The whole content, under its own media type.", Content = bytes };
        responses["206"] = new OpenApiResponse { Description = "The byte range asked for.", Content = bytes };
        responses["304"] = new OpenApiResponse { Description = "The client has this content already." };
    }
}

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
