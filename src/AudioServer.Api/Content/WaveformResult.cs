using AudioServer.Application.AudioFiles;
using AudioServer.Domain.Waveforms;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;

namespace AudioServer.Api.Content;

/// <summary>Sends a waveform while it is read.</summary>
internal sealed class WaveformResult(AudioWaveform waveform, WaveformFormat format) : ActionResult
{
    public override async Task ExecuteResultAsync(ActionContext context)
    {
        await using (waveform)
        {
            var (request, response) = (context.HttpContext.Request, context.HttpContext.Response);
            response.ContentType = format.ContentType();
            response.Headers.Vary = HeaderNames.Accept;
            response.Headers.CacheControl = "private, no-cache";

            // A browser shows SVG as a page.
            response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox; frame-ancestors 'none'";
            if (!HttpMethods.IsHead(request.Method))
            {
                await waveform.Points.WriteAsync(format, response.Body, context.HttpContext.RequestAborted);
            }
        }
    }
}
