using AudioServer.Api.Http;
using AudioServer.Application.Access;
using AudioServer.Domain.Failures;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.Extensions.Options;

namespace AudioServer.Api.Access;

/// <summary>The route is open to anybody while people may make their own accounts, and to nobody else.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RegistrationOnlyAttribute : ResourceFilterAttribute
{
    public override void OnResourceExecuting(ResourceExecutingContext context)
    {
        if (context.HttpContext.RequestServices.GetRequiredService<IOptions<AuthOptions>>().Value.Registration == Registration.Closed)
        {
            throw context.HttpContext.User.Identity is { IsAuthenticated: true } ? new InsufficientScope("Accounts are made by an operator here (Auth:Registration=Closed).") : new Unauthenticated();
        }
    }
}
