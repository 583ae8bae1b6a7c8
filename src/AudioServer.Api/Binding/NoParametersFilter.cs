using AudioServer.Domain.Failures;
using Microsoft.AspNetCore.Mvc.Filters;

namespace AudioServer.Api.Binding;

/// <summary>An action without a <see cref="QueryParametersAttribute"/> class has no query parameters: a typing slip is never ignored.</summary>
internal sealed class NoParametersFilter : IResourceFilter
{
    public void OnResourceExecuting(ResourceExecutingContext context)
    {
        var hasParameters = context.ActionDescriptor.Parameters.Any(parameter => parameter.ParameterType.IsDefined(typeof(QueryParametersAttribute), inherit: false));
        if (!hasParameters)
        {
            Refuse(context.HttpContext.Request.Query);
        }
    }

    /// <exception cref="InvalidParameter">There is a parameter.</exception>
    public static void Refuse(IQueryCollection query)
    {
        if (query.Keys.FirstOrDefault() is { } name)
        {
            throw new InvalidParameter(name, $"There is no parameter {name} here.");
        }
    }

    public void OnResourceExecuted(ResourceExecutedContext context)
    {
        // Nothing to do afterwards.
    }
}
