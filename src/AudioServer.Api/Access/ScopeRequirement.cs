using AudioServer.Application.Access;
using AudioServer.Domain.Access;
using Microsoft.AspNetCore.Authorization;

namespace AudioServer.Api.Access;

/// <summary>The rule of every route that does not say otherwise: a proved credential whose scopes cover the method.</summary>
internal sealed class ScopeRequirement : AuthorizationHandler<ScopeRequirement>, IAuthorizationRequirement
{
    public static AccessScopes NeededFor(HttpContext context) =>
        IsSafe(context.Request.Method) && context.GetEndpoint()?.Metadata.GetMetadata<NeedsWriteAttribute>() is null ? AccessScopes.Read : AccessScopes.Write;

    /// <summary>Methods that change nothing (RFC 9110 9.2.1).</summary>
    public static bool IsSafe(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method);

    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, ScopeRequirement requirement)
    {
        if (context.Resource is HttpContext http && http.Features.Get<CallerIdentity>() is { } caller && caller.Scopes.HasFlag(NeededFor(http)))
        {
            context.Succeed(requirement);
        }

        return Task.CompletedTask;
    }
}

/// <summary>The route has to do with credentials, so that even reading asks for the scope <c>write</c>.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
internal sealed class NeedsWriteAttribute : Attribute;

/// <summary>Whoever asks is the same: a credential is not looked up, which would need the database.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class SameForAllAttribute : Attribute;

/// <summary>The route can be had by a signed link.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SignedLinkAttribute : Attribute;
