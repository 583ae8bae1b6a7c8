using AudioServer.Api.Errors;

namespace AudioServer.Api.Http;

/// <summary>One log line a request, written when it has ended. The query is left out: it may hold what is nobody else's.</summary>
internal sealed class RequestLog(RequestDelegate next, ILogger<RequestLog> log, TimeProvider time)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var started = time.GetTimestamp();
        try
        {
            await next(context);
        }
        finally
        {
            log.LogInformation(
                "{Method} {Path} {Status} {Milliseconds} ms {TraceId} {Address}",
                context.Request.Method,
                context.Request.Path.ToUriComponent(),
                context.Response.StatusCode,
                Math.Round(time.GetElapsedTime(started).TotalMilliseconds, 1),
                ProblemMiddleware.TraceId(context),
                context.Connection.RemoteIpAddress);
        }
    }
}
