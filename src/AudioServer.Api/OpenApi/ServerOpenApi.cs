using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace AudioServer.Api.OpenApi;

/// <summary>
/// The OpenAPI 3.1 document: what the framework reads off the actions, and by hand what it cannot see. It is the same from every server, and
/// stands in <c>docs/openapi.json</c> as the build wrote it.
/// </summary>
internal static class ServerOpenApi
{
    private const string Name = "v1";

    public static IServiceCollection AddServerOpenApi(this IServiceCollection services) => services.AddOpenApi(Name, options =>
    {
        options.CreateSchemaReferenceId = SchemaDescription.NameOf;
        options.AddSchemaTransformer(SchemaDescription.DescribeAsync);
        options.AddOperationTransformer(OperationDescription.DescribeAsync);
        options.AddDocumentTransformer(DocumentDescription.DescribeAsync);
    });

    /// <summary>Writes the document as <c>/openapi/v1.json</c> answers it, and a newline.</summary>
    public static async Task WriteAsync(IServiceProvider services, TextWriter output)
    {
        var document = await services.GetRequiredKeyedService<IOpenApiDocumentProvider>(Name).GetOpenApiDocumentAsync();
        document.SerializeAsV31(new OpenApiJsonWriter(output));
        await output.WriteLineAsync();
    }
}
