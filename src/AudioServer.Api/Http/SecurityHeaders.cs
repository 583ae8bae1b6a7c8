using Microsoft.Extensions.Primitives;

namespace AudioServer.Api.Http;

/// <summary>What every answer says to browsers, errors included: run nothing of it, guess nothing, show it in no frame, give it to no other site.</summary>
internal sealed class SecurityHeaders(RequestDelegate next)
{
    private static readonly Dictionary<string, StringValues> Always = new()
    {
        ["X-Content-Type-Options"] = "nosniff",
        ["X-Frame-Options"] = "DENY",
        ["Referrer-Policy"] = "no-referrer",
        ["Cross-Origin-Resource-Policy"] = "same-origin",
        ["Cross-Origin-Opener-Policy"] = "same-origin",
        ["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()",
    };

    private static readonly StringValues Nothing = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    private static readonly StringValues HttpsForAYear = "max-age=31536000";

    public Task InvokeAsync(HttpContext context)
    {
        // Set last, because an error clears the headers that the answer it replaces had.
        context.Response.OnStarting(() =>
        {
            var headers = context.Response.Headers;
            foreach (var (name, value) in Always)
            {
                headers[name] = value;
            }

            // An answer that needs more of a browser, or allows still less, has said so.
            headers.ContentSecurityPolicy = headers.ContentSecurityPolicy.Count == 0 ? Nothing : headers.ContentSecurityPolicy;
            headers.CacheControl = headers.CacheControl.Count == 0 ? "no-store" : headers.CacheControl;
            if (context.Request.IsHttps)
            {
                headers.StrictTransportSecurity = HttpsForAYear;
            }

            return Task.CompletedTask;
        });
        return next(context);
    }
}
