using System.Diagnostics;
using Microsoft.AspNetCore.Http.Features;

namespace AudioServer.Api.Telemetry;

/// <summary>Says in a request's span what it was and how it ended, by its route and without its query: what a link's address holds is a credential.</summary>
internal sealed class RequestTrace(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context)
    {
        await next(context);
        if (context.Features.Get<IHttpActivityFeature>()?.Activity is { IsAllDataRequested: true } span)
        {
            var route = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText?.TrimStart('/');
            span.DisplayName = route is null ? "HTTP" : $"{context.Request.Method} /{route}";
            span.SetTag("http.request.method", context.Request.Method).SetTag("http.response.status_code", context.Response.StatusCode).SetTag("url.path", context.Request.Path.ToUriComponent());
            if (route is not null)
            {
                span.SetTag("http.route", $"/{route}");
            }

            if (context.Response.StatusCode / 100 == 5)
            {
                span.SetStatus(ActivityStatusCode.Error);
            }
        }
    }
}
