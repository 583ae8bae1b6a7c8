using Microsoft.AspNetCore.Mvc.Filters;

namespace AudioServer.Api.Http;

/// <summary>A filter that has its say before an action's parameters are bound, and none afterwards.</summary>
internal abstract class ResourceFilterAttribute : Attribute, IResourceFilter
{
    public abstract void OnResourceExecuting(ResourceExecutingContext context);

    public void OnResourceExecuted(ResourceExecutedContext context)
    {
        // Nothing to do afterwards.
    }
}
