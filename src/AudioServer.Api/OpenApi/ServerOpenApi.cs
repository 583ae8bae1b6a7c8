namespace AudioServer.Api.OpenApi;

internal static class ServerOpenApi
{
    public static IServiceCollection AddServerOpenApi(this IServiceCollection services) => services.AddOpenApi("v1");
}
