using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace AudioServer.Api.OpenApi;

/// <summary>What the document says of the whole, and what only the whole shows.</summary>
internal static class DocumentDescription
{
    private static readonly OpenApiTag[] Tags =
    [
        new() { Name = "Audio", Description = "Audio files by id: upload, list, look, download, change, delete." },
        new() { Name = "NamedAudio", Description = "The same by name, in the short form that curl likes." },
        new() { Name = "Verification", Description = "What decoding a file from its first to its last sample proved." },
        new() { Name = "Waveform", Description = "Peaks to draw, as data and as pictures." },
        new() { Name = "Events", Description = "What becomes of files, as it happens." },
        new() { Name = "Links", Description = "Addresses that open one content to anybody for a time." },
        new() { Name = "Access", Description = "Accounts and sessions, where accounts are asked for." },
        new() { Name = "Tokens", Description = "Credentials for programs." },
        new() { Name = "Metrics", Description = "What the server counts, for Prometheus." },
        new() { Name = "Health", Description = "Whether the server lives, and whether it can do its work." },
    ];

    public static Task DescribeAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo
        {
            Title = "AudioServer",
            Version = "1",
            Description = "Stores audio, proves by decoding that it is whole, and tells what is in it. Every error is problem details (RFC 9457) with a stable `code`. "
                + "Where the operator bounds requests, every answer tells how many are left in `RateLimit-Limit`, `RateLimit-Remaining` and `RateLimit-Reset`.",
            License = new OpenApiLicense { Name = "MIT", Identifier = "MIT" },
            Contact = new OpenApiContact { Name = "The operator of this server" },
        };

        // Where the document was fetched from; a client that has it from a file is told the address.
        document.Servers = [new OpenApiServer { Url = "/", Description = "This server" }];
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = CredentialDocumentation.Schemes();
        document.Components.Parameters = HeaderDescription.Parameters;
        document.Components.Headers = HeaderDescription.Headers;
        document.Components.Responses = UsedProblems(document);

        // HEAD answers what GET answers; clients generated from both would have every method twice.
        foreach (var path in document.Paths.Values)
        {
            path.Operations?.Remove(HttpMethod.Head);
        }

        document.Tags = Tags.Where(tag => IsUsed(tag, document)).ToHashSet();
        LetListedFilesBePartial(document);
        return Task.CompletedTask;
    }

    private static bool IsUsed(OpenApiTag tag, OpenApiDocument document) =>
        document.Paths.Values.SelectMany(path => path.Operations!.Values).Any(operation => operation.Tags?.Any(used => used.Name == tag.Name) == true);

    /// <summary>Every response of a problem that some operation refers to.</summary>
    private static Dictionary<string, IOpenApiResponse> UsedProblems(OpenApiDocument document)
    {
        var used = document.Paths.Values.SelectMany(path => path.Operations!.Values).SelectMany(operation => operation.Responses!.Values).OfType<OpenApiResponseReference>().Select(reference => reference.Reference.Id).ToHashSet();
        return ProblemDescription.Responses(document).Where(response => used.Contains(response.Key)).ToDictionary();
    }

    /// <summary>A list may be asked for some members only (<c>fields</c>), so that those of a listed file are optional; every other answer has them all.</summary>
    private static void LetListedFilesBePartial(OpenApiDocument document)
    {
        const string whole = "AudioFile", listed = "ListedAudioFile";
        var schemas = document.Components!.Schemas!;
        var file = (OpenApiSchema)schemas[whole];
        schemas[whole] = new OpenApiSchema
        {
            Description = file.Description,
            AllOf = [new OpenApiSchemaReference(listed, document)],
            Required = file.Required,
            Examples = file.Examples,
        };
        file.Required = null;
        file.Examples = null;
        file.Description = "An audio file in a list, which has the members that were asked for. Null: not known, or not known yet.";
        schemas[listed] = file;
        ((OpenApiSchema)((OpenApiSchema)schemas["AudioPage"]).Properties!["items"]).Items = new OpenApiSchemaReference(listed, document);
    }
}
