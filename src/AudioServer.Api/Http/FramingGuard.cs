using AudioServer.Domain.Failures;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.Net.Http.Headers;

namespace AudioServer.Api.Http;

/// <summary>
/// Refuses requests whose length two parties could read differently (request smuggling). Kestrel takes some of them:
/// Content-Length together with Transfer-Encoding (it then shows the first as X-Content-Length), and codings beside chunked.
/// </summary>
internal sealed class FramingGuard(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        var headers = context.Request.Headers;
        if (headers.TransferEncoding.Count > 0)
        {
            if (headers.ContentLength is not null || headers.ContainsKey("X-Content-Length"))
            {
                throw Ambiguous(context, "Content-Length and Transfer-Encoding cannot both be sent.");
            }

            if (headers.TransferEncoding is not [{ } coding] || !coding.Equals("chunked", StringComparison.OrdinalIgnoreCase))
            {
                throw Ambiguous(context, "The only Transfer-Encoding taken is chunked.");
            }
        }

        // Stored bytes are the bytes that were sent; a compressed body would be stored, and judged, as an archive.
        return headers.ContentEncoding.Any(coding => !string.Equals(coding, "identity", StringComparison.OrdinalIgnoreCase))
            ? throw new UnsupportedMediaType($"{HeaderNames.ContentEncoding} is not supported: send the file as it is.")
            : next(context);
    }

    /// <summary>What follows such a request may be its body to one reader and a request to another: nothing more is read from the connection.</summary>
    private static MalformedRequest Ambiguous(HttpContext context, string detail)
    {
        context.Features.Get<IConnectionLifetimeNotificationFeature>()?.RequestClose();
        return new MalformedRequest(detail);
    }
}
