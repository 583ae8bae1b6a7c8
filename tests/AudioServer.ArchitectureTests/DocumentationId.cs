using System.Reflection;

namespace AudioServer.ArchitectureTests;

/// <summary>Ids of symbols as C# documentation comments write them: <c>M:System.IO.File.ReadAllBytes(System.String)</c>.</summary>
internal static class DocumentationId
{
    private const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static;

    private static readonly string[] Assemblies =
        ["System.Private.CoreLib", "System.Runtime", "System.Net.Http", "System.Linq", "System.Diagnostics.Process", "Microsoft.AspNetCore.Http.Features", "Microsoft.AspNetCore.Http", "Microsoft.AspNetCore.Mvc.Core"];

    /// <summary>True when the base library or ASP.NET Core has such a type or member.</summary>
    public static bool Exists(string id)
    {
        var symbol = id[2..];
        if (id.StartsWith("T:", StringComparison.Ordinal))
        {
            return Find(symbol) is not null;
        }

        var parameters = symbol.IndexOf('(', StringComparison.Ordinal);
        var path = parameters < 0 ? symbol : symbol[..parameters];
        var name = path[(path.LastIndexOf('.') + 1)..];
        return Find(path[..^(name.Length + 1)]) is { } type && type.GetMembers(All).Any(member => member.Name == name.Replace('#', '.') && (member is not MethodBase method || Parameters(method) == (parameters < 0 ? "" : symbol[parameters..])));
    }

    private static Type? Find(string name) => Assemblies.Select(assembly => Assembly.Load(assembly).GetType(name)).FirstOrDefault(type => type is not null);

    private static string Parameters(MethodBase method) =>
        method.GetParameters() is { Length: > 0 } parameters ? $"({string.Join(',', parameters.Select(parameter => NameOf(parameter.ParameterType)))})" : "";

    private static string NameOf(Type type) =>
        type.IsArray ? NameOf(type.GetElementType()!) + "[]"
        : type.IsByRef ? NameOf(type.GetElementType()!) + "@"
        : type.IsGenericParameter ? (type.DeclaringMethod is null ? "`" : "``") + type.GenericParameterPosition
        : type.IsGenericType ? $"{type.GetGenericTypeDefinition().FullName![..^(1 + type.GetGenericArguments().Length.ToString().Length)]}{{{string.Join(',', type.GetGenericArguments().Select(NameOf))}}}"
        : type.FullName!.Replace('+', '.');
}
