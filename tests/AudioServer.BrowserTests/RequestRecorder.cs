using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;

namespace AudioServer.BrowserTests;

/// <summary>Writes down, in front of everything else, what the server is asked and what it answers.</summary>
internal sealed class RequestRecorder : IStartupFilter
{
    private readonly ConcurrentQueue<RecordedRequest> _requests = new();

    public IReadOnlyList<RecordedRequest> Requests => [.. _requests];

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(async (context, following) =>
        {
            try
            {
                await following(context);
            }
            finally
            {
                var headers = context.Request.Headers;
                _requests.Enqueue(new RecordedRequest(context.Request.Method, context.Request.Path.ToString(), headers.Origin.ToString(), headers["Sec-Fetch-Site"].ToString(), headers.Cookie.Count > 0, context.Response.StatusCode));
            }
        });
        next(app);
    };
}

/// <param name="Method">As sent.</param>
/// <param name="Path">Without the query.</param>
/// <param name="Origin">The header; empty: not sent.</param>
/// <param name="Site">The header <c>Sec-Fetch-Site</c>; empty: not sent.</param>
/// <param name="HasCookie">Whether any came with it.</param>
/// <param name="Status">The answer's.</param>
internal sealed record RecordedRequest(string Method, string Path, string Origin, string Site, bool HasCookie, int Status);
