using AudioServer.Api.Http;
using AudioServer.Application;
using AudioServer.Domain.Failures;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.Extensions.Options;

namespace AudioServer.Api.Uploads;

/// <summary>
/// Lifts the server's small body limit for uploads: staging counts the file's own bytes. What announces itself as larger than the limit is refused before a byte of it is read.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class UploadBodyLimitAttribute : ResourceFilterAttribute
{
    /// <summary>What boundaries and part headers may add to a multipart body.</summary>
    private const long MultipartAllowance = 64 * 1024;

    public override void OnResourceExecuting(ResourceExecutingContext context)
    {
        var limit = context.HttpContext.RequestServices.GetRequiredService<IOptions<LimitsOptions>>().Value.MaxUploadBytes;
        var request = context.HttpContext.Request;
        if (request.ContentLength is { } announced && announced - (UploadBody.IsMultipart(request) ? MultipartAllowance : 0) > limit)
        {
            throw new TooLarge(limit);
        }

        if (context.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } feature)
        {
            feature.MaxRequestBodySize = null;
        }
    }
}
