using System.Xml.Linq;
using AudioServer.Api.Binding;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.OpenApi;

namespace AudioServer.Api.OpenApi;

/// <summary>What the comments in the code say of query parameters; the framework carries over those of actions and bodies, but not of these.</summary>
internal static class ParameterDescriptions
{
    private static readonly Lazy<Dictionary<string, string>> Comments = new(() =>
    {
        var documentation = new FileInfo(Path.ChangeExtension(typeof(ParameterDescriptions).Assembly.Location, ".xml"));
        return documentation.Exists
            ? XDocument.Load(documentation.FullName).Descendants("member").Where(member => member.Element("summary") is not null)
                .ToDictionary(member => member.Attribute("name")!.Value, member => string.Join(' ', member.Element("summary")!.Value.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries)))
            : [];
    });

    /// <summary>Describes those of the operation's parameters that are properties of a parameter class.</summary>
    public static void Describe(OpenApiOperation operation, ActionDescriptor action)
    {
        var classes = action.Parameters.Select(parameter => parameter.ParameterType).Where(type => type.IsDefined(typeof(QueryParametersAttribute), inherit: false));
        foreach (var (name, property) in classes.SelectMany(QueryParametersBinder.ParametersOf))
        {
            var described = operation.Parameters?.OfType<OpenApiParameter>().FirstOrDefault(parameter => name.Equals(parameter.Name, StringComparison.OrdinalIgnoreCase));
            described?.Description ??= Comments.Value.GetValueOrDefault($"P:{property.DeclaringType!.FullName}.{property.Name}");
        }
    }
}
