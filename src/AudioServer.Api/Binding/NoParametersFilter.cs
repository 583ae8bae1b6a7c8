using System.Collections.Concurrent;
using AudioServer.Domain.Failures;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Mvc.Filters;

namespace AudioServer.Api.Binding;

/// <summary>An action without a <see cref="QueryParametersAttribute"/> class has no query parameters: a typing slip is never ignored.</summary>
internal sealed class NoParametersFilter : IResourceFilter
{
    /// <summary>Whether an action has parameters: to ask a type for its attributes takes longer than to send a small file.</summary>
    private static readonly ConcurrentDictionary<ActionDescriptor, bool> HaveParameters = new();

    public void OnResourceExecuting(ResourceExecutingContext context)
    {
        if (!HaveParameters.GetOrAdd(context.ActionDescriptor, static action => action.Parameters.Any(parameter => parameter.ParameterType.IsDefined(typeof(QueryParametersAttribute), inherit: false))))
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
