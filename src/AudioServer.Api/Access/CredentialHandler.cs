using System.Security.Claims;
using System.Text.Encodings.Web;
using AudioServer.Application.Access;
using AudioServer.Domain.Failures;
using MediatR;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace AudioServer.Api.Access;

/// <summary>
/// Proves a request's credential: a signed link where the route takes one, else a token, else a session's cookie. What it proves becomes the request's
/// <see cref="CallerIdentity"/>, by which every handler finds its files. While no account is asked for, everybody is the built-in user.
/// </summary>
internal sealed class CredentialHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory log, UrlEncoder encoder, IOptions<AuthOptions> auth)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, log, encoder)
{
    public const string SchemeName = "AudioServer";

    private const string Bearer = "Bearer ";

    private IMediator Mediator => Context.RequestServices.GetRequiredService<IMediator>();

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Context.GetEndpoint()?.Metadata.GetMetadata<SignedLinkAttribute>() is not null && Request.Query.ContainsKey("signature") && Guid.TryParse(Request.RouteValues["id"]?.ToString(), out var id))
        {
            return await OpenAsync(new OpenLinkQuery(id, Request.QueryString.Value![1..]));
        }

        if (auth.Value.Mode == AuthMode.Open)
        {
            return Proved(CallerIdentity.Local);
        }

        if (Context.GetEndpoint()?.Metadata.GetMetadata<SameForAllAttribute>() is not null)
        {
            return AuthenticateResult.NoResult();
        }

        if (Request.Headers.Authorization.ToString() is { Length: > 0 } header)
        {
            return header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? await FindAsync(header[Bearer.Length..].Trim(), CredentialKind.Token) : AuthenticateResult.NoResult();
        }

        return SessionCookie.Read(Request) is { } secret ? await FindAsync(secret, CredentialKind.Session) : AuthenticateResult.NoResult();
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties) =>
        throw ((await HandleAuthenticateOnceSafeAsync()).Failure is { } failure ? failure : new Unauthenticated());

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        throw new InsufficientScope($"The token may not do this: {Request.Method} {Request.Path.ToUriComponent()} needs the scope {ScopeRequirement.NeededFor(Context).ToString().ToLowerInvariant()}.");

    /// <summary>What is wrong with a link is told by the challenge, behind the bound on requests.</summary>
    private async Task<AuthenticateResult> OpenAsync(OpenLinkQuery link)
    {
        try
        {
            return Proved(await Mediator.Send(link, Context.RequestAborted));
        }
        catch (Failure failure)
        {
            return AuthenticateResult.Fail(failure);
        }
    }

    /// <summary>A session that is over leaves a request without credential; a token that is no good is a fault of the client's.</summary>
    private async Task<AuthenticateResult> FindAsync(string secret, CredentialKind kind)
    {
        if (await Mediator.Send(new FindCallerQuery(secret, kind), Context.RequestAborted) is not { } caller)
        {
            return kind == CredentialKind.Token ? AuthenticateResult.Fail(new InvalidToken()) : AuthenticateResult.NoResult();
        }

        Context.Features.Set(new Proof(secret, kind));
        return Proved(caller);
    }

    /// <summary>Whether what a long request came with is good still; always true where nothing was asked for.</summary>
    public static async Task<bool> IsStillGoodAsync(HttpContext context, CancellationToken cancellationToken)
    {
        if (context.Features.Get<Proof>() is not { } proof)
        {
            return true;
        }

        await using var scope = context.RequestServices.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new FindCallerQuery(proof.Secret, proof.Kind), cancellationToken) is not null;
    }

    private AuthenticateResult Proved(CallerIdentity caller)
    {
        Context.Features.Set(caller);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, caller.Name)], SchemeName)), SchemeName));
    }

    private sealed record Proof(string Secret, CredentialKind Kind);
}
