using AudioServer.Api.Http;
using AudioServer.Application.Access;
using AudioServer.Domain.Failures;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.Extensions.Options;

namespace AudioServer.Api.Access;

/// <summary>The route is there only where accounts are asked for.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
internal sealed class AccountsOnlyAttribute : ResourceFilterAttribute
{
    public override void OnResourceExecuting(ResourceExecutingContext context)
    {
        if (context.HttpContext.RequestServices.GetRequiredService<IOptions<AuthOptions>>().Value.Mode == AuthMode.Open)
        {
            throw new NotFound("This server asks for no account (Auth:Mode=Open): there are no users, sessions and tokens.");
        }
    }
}
