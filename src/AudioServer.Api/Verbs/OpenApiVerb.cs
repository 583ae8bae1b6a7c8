using AudioServer.Api.Hosting;
using AudioServer.Api.OpenApi;

namespace AudioServer.Api.Verbs;

/// <summary><c>openapi</c>: prints the OpenAPI document, without a server and without data.</summary>
internal static class OpenApiVerb
{
    public static async Task<int> RunAsync()
    {
        await using var app = ServerHost.Create([]);
        await ServerOpenApi.WriteAsync(app.Services, Console.Out);
        return 0;
    }
}
