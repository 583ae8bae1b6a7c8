using AudioServer.Application.Access;
using AudioServer.Application.Ports;
using AudioServer.Domain.Access;

namespace AudioServer.Api.Access;

/// <summary>The caller that <see cref="CredentialHandler"/> proved. Where none was, asking is a fault: nothing is answered for nobody.</summary>
internal sealed class HttpCaller(IHttpContextAccessor accessor) : ICaller
{
    public Guid OwnerId => Identity.OwnerId;

    public AccessScopes Scopes => Identity.Scopes;

    public DateTimeOffset? Until => Identity.Credential == CredentialKind.Session ? null : Identity.Until;

    public Guid? TokenId => Identity.TokenId;

    private CallerIdentity Identity => accessor.HttpContext?.Features.Get<CallerIdentity>() ?? throw new InvalidOperationException("No credential was proved.");
}
