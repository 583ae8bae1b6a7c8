using AudioServer.Api.Hosting;
using AudioServer.Api.OpenApi;

namespace AudioServer.Api.Verbs;

/// <summary><c>openapi</c>: prints the OpenAPI document, without a server and without data.</summary>
internal static class OpenApiVerb
{
    public static Verb Create()
    {
        var verb = new Verb("openapi", "Prints the OpenAPI document, for clients to be generated from.") { Examples = ["openapi > openapi.json"] };
        verb.SetAction(_ => RunAsync());
        return verb;
    }

    private static async Task<int> RunAsync()
    {
        await using var app = ServerHost.Create([]);
        await ServerOpenApi.WriteAsync(app.Services, Console.Out);
        return 0;
    }
}
