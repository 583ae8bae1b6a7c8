using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using AudioServer.Api.Binding;
using AudioServer.Application;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.OpenApi;

namespace AudioServer.Api.OpenApi;

/// <summary>What comments and attributes in the code say of parameters; the framework carries over those of actions and bodies, but not of parameter classes.</summary>
internal static class ParameterDescriptions
{
    private static readonly Lazy<Dictionary<string, XElement>> Comments = new(() =>
    {
        var documentation = new FileInfo(Path.ChangeExtension(typeof(ParameterDescriptions).Assembly.Location, ".xml"));
        return documentation.Exists ? XDocument.Load(documentation.FullName).Descendants("member").ToDictionary(member => member.Attribute("name")!.Value) : [];
    });

    /// <summary>Describes the operation's path parameter, and those that are properties of a parameter class.</summary>
    public static void Describe(OpenApiOperation operation, ActionDescriptor action)
    {
        var described = operation.Parameters?.OfType<OpenApiParameter>().ToList() ?? [];
        foreach (var id in described.Where(parameter => parameter.In == ParameterLocation.Path))
        {
            id.Description ??= "The id.";
            id.Example = "019b0c5e-8f3e-7c8a-9f43-2b1f0d5c7a11";
        }

        foreach (var type in action.Parameters.Select(parameter => parameter.ParameterType).Where(type => type.IsDefined(typeof(QueryParametersAttribute), inherit: false)))
        {
            var defaults = Activator.CreateInstance(type);
            foreach (var (name, property) in QueryParametersBinder.ParametersOf(type))
            {
                if (described.Find(parameter => name.Equals(parameter.Name, StringComparison.OrdinalIgnoreCase)) is { } parameter)
                {
                    Describe(parameter, property, property.GetValue(defaults));
                }
            }
        }
    }

    private static void Describe(OpenApiParameter parameter, PropertyInfo property, object? unsaid)
    {
        var comment = Comments.Value.GetValueOrDefault($"P:{property.DeclaringType!.FullName}.{property.Name}");
        parameter.Description = comment?.Element("summary") is { } summary ? string.Join(' ', summary.Value.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries)) : null;
        parameter.Example = comment?.Element("example") is { } example ? Value(example.Value, property.PropertyType) : null;
        parameter.Required = property.IsDefined(typeof(RequiredAttribute));
        if (parameter.Schema is not OpenApiSchema schema)
        {
            return;
        }

        // One that is not there is left out.
        schema.Type &= ~JsonSchemaType.Null;

        // The framework reads these attributes where it binds by itself; here they say only what the slices' validators refuse.
        if (property.GetCustomAttribute<RangeAttribute>() is { } range)
        {
            schema.Minimum = Bound(range.Minimum);
            schema.Maximum = Bound(range.Maximum);
        }

        if (property.GetCustomAttribute<AllowedValuesAttribute>() is { } allowed)
        {
            schema.Enum = [.. allowed.Values.Select(value => JsonSerializer.SerializeToNode(value, JsonSettings.Options)!)];
        }

        schema.Default = unsaid is null or Array ? null : JsonSerializer.SerializeToNode(unsaid, JsonSettings.Options);
    }

    private static string? Bound(object bound) => bound is double.MaxValue or int.MaxValue ? null : Convert.ToString(bound, CultureInfo.InvariantCulture);

    private static JsonNode? Value(string example, Type type) => type == typeof(string) || (Nullable.GetUnderlyingType(type) ?? type) == typeof(DateTimeOffset) ? example : JsonNode.Parse(example);
}
