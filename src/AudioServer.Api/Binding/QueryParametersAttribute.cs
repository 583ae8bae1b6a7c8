using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace AudioServer.Api.Binding;

/// <summary>Marks a class whose properties are all the query parameters an action has, read by <see cref="QueryParametersBinder"/>.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class QueryParametersAttribute : ModelBinderAttribute
{
    public QueryParametersAttribute()
        : base(typeof(QueryParametersBinder)) => BindingSource = BindingSource.Query;
}
