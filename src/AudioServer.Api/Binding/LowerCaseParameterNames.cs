using Microsoft.AspNetCore.Mvc.ModelBinding.Metadata;

namespace AudioServer.Api.Binding;

/// <summary>Query parameters are described by the names the contract writes: in lower case.</summary>
internal sealed class LowerCaseParameterNames : IBindingMetadataProvider
{
    public void CreateBindingMetadata(BindingMetadataProviderContext context)
    {
        if (context.Key is { MetadataKind: ModelMetadataKind.Property, ContainerType: { } container, Name: { } name }
            && container.IsDefined(typeof(QueryParametersAttribute), inherit: false))
        {
            context.BindingMetadata.BinderModelName = name.ToLowerInvariant();
        }
    }
}
