using AudioServer.Api.Access;
using Microsoft.AspNetCore.Authorization;
using Microsoft.OpenApi;

namespace AudioServer.Api.OpenApi;

/// <summary>How the document tells which credentials an operation takes. Where no account is asked for none is needed.</summary>
internal static class CredentialDocumentation
{
    private const string Token = "token";
    private const string Session = "session";

    /// <summary>What every operation that asks for a credential can answer.</summary>
    public static IReadOnlyList<int> Refusals { get; } = [401, 403, 429];

    public static IDictionary<string, IOpenApiSecurityScheme> Schemes() => new Dictionary<string, IOpenApiSecurityScheme>
    {
        [Token] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", BearerFormat = "aus_…", Description = "A token of POST /api/v1/tokens." },
        [Session] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.ApiKey,
            In = ParameterLocation.Cookie,
            Name = "audioserver-session",
            Description = "The cookie of POST /api/v1/session (over https its name begins with __Host-). Requests that change something come from the own site and carry X-Requested-With: AudioServer.",
        },
    };

    /// <summary>Says which credentials the operation takes; true when it needs none.</summary>
    public static bool Describe(OpenApiOperation operation, OpenApiDocument document, IList<object> metadata)
    {
        if (metadata.OfType<IAllowAnonymous>().Any())
        {
            operation.Security = [];
            return true;
        }

        operation.Security = [With(Token, document), With(Session, document)];
        if (metadata.OfType<SignedLinkAttribute>().Any())
        {
            operation.Security.Add(new OpenApiSecurityRequirement());
        }

        return false;
    }

    private static OpenApiSecurityRequirement With(string scheme, OpenApiDocument document) => new() { [new OpenApiSecuritySchemeReference(scheme, document)] = [] };
}
