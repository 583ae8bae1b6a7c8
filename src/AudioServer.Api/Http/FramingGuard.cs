using AudioServer.Domain.Failures;
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
                throw new MalformedRequest("Content-Length and Transfer-Encoding cannot both be sent.");
            }

            if (headers.TransferEncoding is not [{ } coding] || !coding.Equals("chunked", StringComparison.OrdinalIgnoreCase))
            {
                throw new MalformedRequest("The only Transfer-Encoding taken is chunked.");
            }
        }

        // Stored bytes are the bytes that were sent; a compressed body would be stored, and judged, as an archive.
        return headers.ContentEncoding.Any(coding => !string.Equals(coding, "identity", StringComparison.OrdinalIgnoreCase))
            ? throw new UnsupportedMediaType($"{HeaderNames.ContentEncoding} is not supported: send the file as it is.")
            : next(context);
    }
}
