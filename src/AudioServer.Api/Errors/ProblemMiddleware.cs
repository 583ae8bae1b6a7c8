using System.Diagnostics;
using System.Globalization;
using System.Net.Mime;
using AudioServer.Application.Access;
using AudioServer.Domain.Failures;

namespace AudioServer.Api.Errors;

/// <summary>Turns every fault and every bare error status into problem details (RFC 9457). Outermost but for the request log.</summary>
internal sealed class ProblemMiddleware(RequestDelegate next, AccessLog access, ILogger<ProblemMiddleware> log)
{
    /// <summary>What a client that went away is logged as; it is never sent.</summary>
    private const int ClientClosedRequest = 499;

    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
            if (context.Response is { HasStarted: false, ContentLength: null or 0, ContentType: null } && ProblemTable.Of(context.Response.StatusCode, context) is { } bare)
            {
                await WriteAsync(context, bare);
            }
        }
        catch (Exception fault) when (IsClientGone(context, fault))
        {
            // Once a download has begun its status stands; setting it would be a fault of its own.
            if (!context.Response.HasStarted)
            {
                context.Response.StatusCode = ClientClosedRequest;
            }
        }
        catch (Exception fault)
        {
            var problem = ProblemTable.Of(fault);
            if (problem.Status >= StatusCodes.Status500InternalServerError)
            {
                log.LogError(fault, "Answering {Status} {Code}", problem.Status, problem.Code);
            }

            if (context.Response.HasStarted)
            {
                // Part of another answer is on its way; the only honest end is a broken connection.
                context.Abort();
                return;
            }

            if (fault is InvalidToken or InvalidLink or InsufficientScope or CrossSite)
            {
                access.Denied(problem.Code, context.Request.Method, context.Request.Path.ToUriComponent());
            }

            context.Response.Clear();
            if (fault is RangeNotSatisfiable range)
            {
                context.Response.Headers.ContentRange = $"bytes */{range.Size}";
            }
            else if (fault is AudioBroken { KeptAs: { } id })
            {
                context.Response.Headers.Location = $"/api/v1/audio/{id}";
            }
            else if (problem.Status == StatusCodes.Status401Unauthorized)
            {
                context.Response.Headers.WWWAuthenticate = fault is InvalidToken ? "Bearer error=\"invalid_token\"" : "Bearer";
            }

            await WriteAsync(context, problem);
        }
    }

    /// <summary>The id that stands in the answer and in the log line.</summary>
    public static string TraceId(HttpContext context) => Activity.Current?.TraceId.ToHexString() ?? context.TraceIdentifier;

    private static bool IsClientGone(HttpContext context, Exception fault) =>
        context.RequestAborted.IsCancellationRequested && fault is OperationCanceledException or IOException and not BadHttpRequestException;

    private static async Task WriteAsync(HttpContext context, Problem problem)
    {
        context.Response.StatusCode = problem.Status;
        if (problem.RetryAfter is { } wait)
        {
            context.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        }

        var body = new Dictionary<string, object>
        {
            ["type"] = $"urn:audioserver:problem:{problem.Code}",
            ["title"] = problem.Title,
            ["status"] = problem.Status,
            ["detail"] = problem.Detail,
            ["instance"] = context.Request.Path.ToUriComponent(),
            ["code"] = problem.Code,
            ["traceId"] = TraceId(context),
        };
        foreach (var (member, value) in problem.Members ?? new Dictionary<string, object>())
        {
            body[member] = value;
        }

        await context.Response.WriteAsJsonAsync(body, options: null, MediaTypeNames.Application.ProblemJson, CancellationToken.None);
    }
}
