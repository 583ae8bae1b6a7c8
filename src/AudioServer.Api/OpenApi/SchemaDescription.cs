using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using AudioServer.Api.Controllers;
using AudioServer.Application.AudioFiles;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace AudioServer.Api.OpenApi;

/// <summary>Shapes as clients need them told: public names, what is always there, and what our own converters make of times and enums.</summary>
internal static class SchemaDescription
{
    private static readonly string[] Suffixes = ["View", "Answer"];

    private static readonly Dictionary<Type, string> Names = new()
    {
        [typeof(AudioFileView.TagsView)] = "AudioTags",
        [typeof(AudioFileView.LoudnessView)] = "AudioLoudness",
        [typeof(AudioPatch.Document)] = "AudioChange",
    };

    /// <summary>The name of a schema in the document; null for one that stands where it is used.</summary>
    public static string? NameOf(JsonTypeInfo type)
    {
        if (Names.TryGetValue(type.Type, out var known))
        {
            return known;
        }

        var name = OpenApiOptions.CreateDefaultSchemaReferenceId(type);
        return name is null ? null : Array.Find(Suffixes, suffix => name.EndsWith(suffix, StringComparison.Ordinal)) is { } suffix ? name[..^suffix.Length] : name;
    }

    public static Task DescribeAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        var (type, property) = (context.JsonTypeInfo.Type, context.JsonPropertyInfo);
        if ((Nullable.GetUnderlyingType(type) ?? type) == typeof(DateTimeOffset))
        {
            schema.Format = "date-time";
            schema.Type = type == typeof(DateTimeOffset) ? JsonSchemaType.String : JsonSchemaType.String | JsonSchemaType.Null;
        }
        else if ((Nullable.GetUnderlyingType(type) ?? type).IsEnum)
        {
            // Where one may be absent, as in a query, it is left out; none is ever sent as null.
            schema.Type = JsonSchemaType.String;
            schema.Enum = [.. (schema.Enum ?? []).OfType<JsonValue>()];
        }
        else if (property is { Set: null, IsGetNullable: false } || property?.AttributeProvider?.IsDefined(typeof(RequiredAttribute), inherit: false) == true)
        {
            schema.Type &= ~JsonSchemaType.Null;
        }

        if (schema.AdditionalProperties is OpenApiSchema value && property?.AttributeProvider is PropertyInfo dictionary && new NullabilityInfoContext().Create(dictionary).GenericTypeArguments is [.., { ReadState: NullabilityState.Nullable }])
        {
            value.Type |= JsonSchemaType.Null;
        }

        if (context.JsonTypeInfo.Kind == JsonTypeInfoKind.Object && property is null)
        {
            schema.Required = context.JsonTypeInfo.Properties.Where(IsAlwaysThere).Select(member => member.Name).ToHashSet();
            schema.Examples = Examples.Of(NameOf(context.JsonTypeInfo));
        }

        return Task.CompletedTask;
    }

    /// <summary>Unknown values are written as null, so that every member of an answer is there, but for those that only some have.</summary>
    private static bool IsAlwaysThere(JsonPropertyInfo member) => member.Get is not null && member.AssociatedParameter is not { HasDefaultValue: true };
}
