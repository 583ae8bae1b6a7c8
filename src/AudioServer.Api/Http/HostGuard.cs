using AudioServer.Domain.Failures;
using Microsoft.Extensions.Primitives;

namespace AudioServer.Api.Http;

/// <summary>
/// Refuses hosts the server does not answer to (<c>AllowedHosts</c>): a page elsewhere whose name is made to point here (DNS rebinding) gets nothing.
/// The framework's own filter stands before every middleware, where its refusal could be neither explained nor logged.
/// </summary>
internal sealed class HostGuard(RequestDelegate next, IConfiguration configuration)
{
    private readonly List<StringSegment> _allowed =
        [.. (configuration["AllowedHosts"] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(host => new StringSegment(host))];

    public Task InvokeAsync(HttpContext context)
    {
        var host = context.Request.Host;
        return _allowed.Contains("*") || (host.HasValue && HostString.MatchesAny(host.Host, _allowed))
            ? next(context)
            : throw new MalformedRequest("The Host header names no host this server answers to; AllowedHosts lists them.");
    }
}
