using System.Reflection;
using AudioServer.Application.Ports;
using AudioServer.Domain.Failures;
using AudioServer.TestKit;

namespace AudioServer.ArchitectureTests;

/// <summary>A file of the checkout.</summary>
/// <param name="Path">Relative to the checkout, with <c>/</c>.</param>
/// <param name="Text">All of it.</param>
public sealed record SourceFile(string Path, string Text)
{
    public string Name => System.IO.Path.GetFileName(Path);

    public string Folder => System.IO.Path.GetDirectoryName(Path)!.Replace('\\', '/');

    public int Lines => Text.Count(character => character == '\n');

    public override string ToString() => Path;
}

/// <summary>The product's own code: what the rules are held against.</summary>
internal static class Code
{
    public static readonly Assembly Domain = typeof(Failure).Assembly;
    public static readonly Assembly Application = typeof(IAudioDb).Assembly;
    public static readonly Assembly Infrastructure = typeof(Infrastructure.DependencyInjection).Assembly;
    public static readonly Assembly Api = typeof(Api.Hosting.ServerHost).Assembly;

    /// <summary>Every type of the product that somebody wrote.</summary>
    public static readonly IReadOnlyList<Type> Types = [.. new[] { Domain, Application, Infrastructure, Api }.SelectMany(assembly => assembly.GetTypes()).Where(IsWritten)];

    /// <summary>C# files under <c>src</c>, without the generated migrations.</summary>
    public static readonly IReadOnlyList<SourceFile> Sources = [.. Files("src", "*.cs").Where(file => !file.Path.Contains("/Migrations/", StringComparison.Ordinal))];

    public static readonly IReadOnlyList<SourceFile> TestSources = Files("tests", "*.cs");

    /// <summary>Project files of product, tests and benchmarks; the tools stand apart.</summary>
    public static readonly IReadOnlyList<SourceFile> Projects = [.. Files("src", "*.csproj"), .. Files("tests", "*.csproj"), .. Files("benchmarks", "*.csproj")];

    public static IReadOnlyList<SourceFile> Under(string folder) => [.. Sources.Where(file => file.Path.StartsWith(folder + "/", StringComparison.Ordinal))];

    public static SourceFile File(string path) => new(path, System.IO.File.ReadAllText(Path.Combine(Fixtures.Root, path)));

    private static bool IsWritten(Type type) => type.Namespace?.StartsWith("AudioServer", StringComparison.Ordinal) == true && !type.FullName!.Contains('<', StringComparison.Ordinal);

    /// <summary>Files of the checkout that match, but for what builds left there.</summary>
    public static IReadOnlyList<SourceFile> Files(string folder, string pattern)
    {
        var root = Path.Combine(Fixtures.Root, folder);
        return !Directory.Exists(root) ? [] :
        [
            .. Directory.EnumerateFiles(root, pattern, SearchOption.AllDirectories)
                .Select(path => Path.GetRelativePath(Fixtures.Root, path).Replace('\\', '/'))
                .Where(path => !path.Split('/').Any(part => part is "obj" or "bin" or "generated"))
                .Order(StringComparer.Ordinal)
                .Select(File),
        ];
    }
}
