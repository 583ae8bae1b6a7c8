using AudioServer.Application;
using AudioServer.Domain.Failures;
using Microsoft.Extensions.Options;

namespace AudioServer.Api.Http;

/// <summary>A server that only verifies (<c>Role=Worker</c>) has no routes but those by which it is watched.</summary>
internal sealed class RoleGuard(RequestDelegate next, IOptions<NodeOptions> node)
{
    public Task InvokeAsync(HttpContext context)
    {
        var path = context.Request.Path;
        return node.Value.Role != NodeRole.Worker || path.StartsWithSegments("/health") || path.StartsWithSegments("/metrics")
            ? next(context)
            : throw new NotFound("This server verifies (Role=Worker), and answers nothing but /health and /metrics.");
    }
}
