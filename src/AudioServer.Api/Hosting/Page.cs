using System.IO.Compression;
using AudioServer.Application.Ports;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.Primitives;

namespace AudioServer.Api.Hosting;

/// <summary>
/// The page for browsers: the files of <c>wwwroot</c>, <c>/</c> and what lies under <c>/page</c>, to anybody. They hold nothing of anybody's; what they show they ask
/// the API for. They stand before routing, so that opening the page takes nothing of what an address may ask in a minute.
/// </summary>
internal static class Page
{
    public static void AddPage(this IServiceCollection services)
    {
        services.AddResponseCompression(compression =>
        {
            // What is known to everybody gives nothing away by its compressed length.
            compression.EnableForHttps = true;
            compression.MimeTypes = [.. ResponseCompressionDefaults.MimeTypes, "image/svg+xml"];
        });
        services.Configure<BrotliCompressionProviderOptions>(brotli => brotli.Level = CompressionLevel.Optimal);
    }

    public static void UsePage(this WebApplication app)
    {
        var policy = PolicyWith(app.Services.GetRequiredService<IDirectDelivery>().Origin);
        app.UseWhen(context => context.Request.Path == "/" || context.Request.Path.StartsWithSegments("/page"), page =>
        {
            page.UseResponseCompression();
            page.UseDefaultFiles(new DefaultFilesOptions { DefaultFileNames = ["index.html"] });
            page.UseStaticFiles(new StaticFileOptions { OnPrepareResponse = file => Bind(file, policy) });
        });
    }

    /// <summary>Everything from this server and nothing inline; sound also from where the server sends its listeners. Downloads need no leave.</summary>
    private static StringValues PolicyWith(string? origin) =>
        $"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src {string.Join(' ', "'self'", origin).TrimEnd()}; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>Browsers keep the files and ask each time whether they are the same still: a new version of the server is seen at once, whole.</summary>
    private static void Bind(StaticFileResponseContext file, StringValues policy)
    {
        file.Context.Response.Headers.ContentSecurityPolicy = policy;
        file.Context.Response.Headers.CacheControl = "private, no-cache";
    }
}
