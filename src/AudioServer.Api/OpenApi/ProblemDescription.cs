using System.Globalization;
using System.Net.Mime;
using AudioServer.Api.Errors;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.OpenApi;

namespace AudioServer.Api.OpenApi;

/// <summary>How operations fail: one response a status, which tells the codes it can have.</summary>
internal static class ProblemDescription
{
    private const string Schema = "Problem";

    /// <summary>What any request can meet: malformed HTTP, a server that fails, one that stops or lacks its database.</summary>
    private static readonly int[] Everywhere = [400, 500, 503];

    /// <summary>A response for each status of the table of problems.</summary>
    public static IDictionary<string, IOpenApiResponse> Responses(OpenApiDocument document) => ProblemTable.Codes.GroupBy(code => code.Value.Status).OrderBy(status => status.Key).ToDictionary(
        status => NameOf(status.Key),
        IOpenApiResponse (status) => new OpenApiResponse
        {
            Description = string.Join(' ', status.Select(code => $"`{code.Key}`: {code.Value.Title}.")),
            Content = ContentIn(document),
            Headers = HeaderDescription.OfProblem(status.Key, document),
        });

    /// <summary>Adds to an operation the failures it names and those that any can have.</summary>
    public static void Add(OpenApiOperation operation, OpenApiDocument document, IReadOnlyList<int> statuses, bool isAnonymous)
    {
        foreach (var status in statuses.Union(Everywhere).Union(isAnonymous ? [] : CredentialDocumentation.Refusals).Order())
        {
            var key = status.ToString(CultureInfo.InvariantCulture);
            if (operation.Responses!.TryGetValue(key, out var own))
            {
                // Readiness has a body of its own for the status of a server that cannot work.
                own.Content![MediaTypeNames.Application.ProblemJson] = ContentIn(document)[MediaTypeNames.Application.ProblemJson];
            }
            else
            {
                operation.Responses[key] = new OpenApiResponseReference(NameOf(status), document);
            }
        }
    }

    private static string NameOf(int status) => ReasonPhrases.GetReasonPhrase(status).Replace(" ", "", StringComparison.Ordinal);

    private static Dictionary<string, OpenApiMediaType> ContentIn(OpenApiDocument document) =>
        new() { [MediaTypeNames.Application.ProblemJson] = new OpenApiMediaType { Schema = new OpenApiSchemaReference(Schema, document) } };
}
