using System.Text;
using AudioServer.Api.Access;
using AudioServer.Application;
using AudioServer.Application.Events;
using Microsoft.AspNetCore.Mvc;

namespace AudioServer.Api.Events;

/// <summary>Writes events as <c>text/event-stream</c> (WHATWG HTML §9.2), each sent at once, until the client leaves, the server stops, or the database is away.</summary>
internal sealed class EventStreamResult(IAsyncEnumerable<WatchedEvent> events) : ActionResult
{
    /// <summary>Milliseconds a browser waits before it comes again.</summary>
    private const int Retry = 2000;

    /// <summary>After which a credential is asked for again: a stream outlives its revocation by no more. A quiet stream has a sign of life as often.</summary>
    private static readonly TimeSpan Trusted = TimeSpan.FromSeconds(15);

    public override async Task ExecuteResultAsync(ActionContext context)
    {
        var response = context.HttpContext.Response;
        if (HttpMethods.IsHead(context.HttpContext.Request.Method))
        {
            Describe(response);
            return;
        }

        var stopping = context.HttpContext.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.HttpContext.RequestAborted, stopping);
        await using var next = events.GetAsyncEnumerator(end.Token);
        try
        {
            // From where the client goes on; what hinders that is still an answer of its own.
            await next.MoveNextAsync();
            Describe(response);
            await SendAsync(response, $": events follow\nretry: {Retry}\n\n{TextOf(next.Current)}", end.Token);
            var time = context.HttpContext.RequestServices.GetRequiredService<TimeProvider>();
            var proved = time.GetUtcNow();
            while (await next.MoveNextAsync())
            {
                if (time.GetUtcNow() - proved >= Trusted)
                {
                    if (!await CredentialHandler.IsStillGoodAsync(context.HttpContext, end.Token))
                    {
                        return;
                    }

                    proved = time.GetUtcNow();
                }

                await SendAsync(response, TextOf(next.Current), end.Token);
            }
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // The client has left, or the server stops.
        }
        catch (Exception away) when (response.HasStarted && DatabaseFault.Is(away))
        {
            // Whose stream has ended comes again, and is told what came meanwhile.
        }
    }

    private static void Describe(HttpResponse response)
    {
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-store";

        // nginx would gather events before it passes them on.
        response.Headers["X-Accel-Buffering"] = "no";
    }

    /// <summary>Data is JSON on one line, and a type is a word of ours, so nothing in them can end a line.</summary>
    internal static string TextOf(WatchedEvent one)
    {
        var text = new StringBuilder();
        if (one.Id is not null)
        {
            text.Append("id: ").Append(one.Id).Append('\n');
        }

        if (one.Type is null)
        {
            return text.Append(": alive\n\n").ToString();
        }

        return text.Append("event: ").Append(one.Type).Append("\ndata: ").Append(one.Data).Append("\n\n").ToString();
    }

    private static async Task SendAsync(HttpResponse response, string text, CancellationToken cancellationToken)
    {
        await response.WriteAsync(text, cancellationToken);
        await response.Body.FlushAsync(cancellationToken);
    }
}
