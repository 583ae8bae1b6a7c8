using AudioServer.Api.Access;
using AudioServer.Application.Access;
using AudioServer.Domain.Failures;

namespace AudioServer.Api.Http;

/// <summary>
/// Refuses what a page of another site has a browser send (cross-site request forgery). Browsers tell where a request comes from, by <c>Sec-Fetch-Site</c> or
/// <c>Origin</c>; other clients send neither. A cookie, which a browser sends by itself, needs proof of the own site, and a header that only scripts of it can set.
/// A token proves by being there that its sender knows it.
/// </summary>
internal sealed class CrossSiteGuard(RequestDelegate next, IConfiguration configuration)
{
    private const string RequestedWith = "AudioServer";

    private readonly string[] _origins = AccessServices.CrossOrigins(configuration);

    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        var credential = context.Features.Get<CallerIdentity>()?.Credential ?? CredentialKind.None;
        if (ScopeRequirement.IsSafe(request.Method) || credential == CredentialKind.Token)
        {
            return next(context);
        }

        var (site, origin) = (request.Headers["Sec-Fetch-Site"].ToString(), request.Headers.Origin.ToString());
        var isOwn = site.Length > 0 ? site == "same-origin" : origin.Equals($"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase);
        if (credential == CredentialKind.Session)
        {
            return isOwn && request.Headers.XRequestedWith == RequestedWith
                ? next(context)
                : throw new CrossSite($"A request that changes something by a session's cookie comes from this server's own pages: it needs Sec-Fetch-Site: same-origin or the own Origin, and X-Requested-With: {RequestedWith}. Programs use a token.");
        }

        // Typed into the address bar ("none"), or from no browser at all, is nobody else's page.
        var isForeign = !isOwn && (site.Length > 0 ? site != "none" : origin.Length > 0) && !_origins.Contains(origin, StringComparer.OrdinalIgnoreCase);
        return isForeign ? throw new CrossSite("The request comes from a page of another site (Cors:Origins names those that may).") : next(context);
    }
}
