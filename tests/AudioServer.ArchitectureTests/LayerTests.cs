using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace AudioServer.ArchitectureTests;

/// <summary>Domain ← Application ← Infrastructure; Api → Application. Each layer knows the frameworks it may know.</summary>
public sealed class LayerTests
{
    private static readonly Dictionary<string, string[]> AllowedProjects = new()
    {
        ["AudioServer.Domain"] = [],
        ["AudioServer.Application"] = ["AudioServer.Domain"],
        ["AudioServer.Infrastructure"] = ["AudioServer.Application"],
        ["AudioServer.Api"] = ["AudioServer.Application", "AudioServer.Infrastructure"],
    };

    private static readonly string[] DomainMayUse = ["System"];
    private static readonly string[] ApplicationMayUse = ["System", "AudioServer.Domain", "AutoMapper", "FluentValidation", "MediatR", "Microsoft.EntityFrameworkCore", "Microsoft.EntityFrameworkCore.Abstractions", "Microsoft.Extensions"];

    /// <summary>Where the Api may know the adapters: where they are put together.</summary>
    private static readonly string[] CompositionRoots = ["src/AudioServer.Api/Program.cs", "src/AudioServer.Api/Hosting/ServerHost.cs", "src/AudioServer.Api/Verbs/"];

    [Fact]
    public void Projects_refer_inwards_only() =>
        Code.Projects.Where(project => project.Path.StartsWith("src/", StringComparison.Ordinal)).SelectMany(ForbiddenProjects).Should().BeEmpty();

    [Fact]
    public void A_project_that_refers_outwards_is_found() =>
        ForbiddenProjects(new SourceFile("src/AudioServer.Application/AudioServer.Application.csproj", """
            <Project><ItemGroup><ProjectReference Include="../AudioServer.Infrastructure/AudioServer.Infrastructure.csproj" /></ItemGroup></Project>
            """)).Should().ContainSingle();

    [Fact]
    public void A_project_of_no_known_layer_is_found() =>
        ForbiddenProjects(new SourceFile("src/AudioServer.Core/AudioServer.Core.csproj", "<Project />")).Should().ContainSingle();

    [Fact]
    public void The_domain_has_no_packages() =>
        Packages(Code.File("src/AudioServer.Domain/AudioServer.Domain.csproj")).Should().BeEmpty();

    [Fact]
    public void A_package_of_the_domain_is_found() =>
        Packages(new SourceFile("x.csproj", """<Project><ItemGroup><PackageReference Include="MediatR" /><FrameworkReference Include="Microsoft.AspNetCore.App" /></ItemGroup></Project>""")).Should().HaveCount(2);

    [Fact]
    public void The_domain_uses_the_base_library_alone() =>
        ForeignAssemblies(Code.Domain, DomainMayUse).Should().BeEmpty();

    [Fact]
    public void The_application_knows_no_database_engine_and_no_web_framework()
    {
        ForeignAssemblies(Code.Application, ApplicationMayUse).Should().BeEmpty();
        Packages(Code.File("src/AudioServer.Application/AudioServer.Application.csproj")).Should().BeSubsetOf(ApplicationMayUse);
    }

    [Fact]
    public void A_foreign_assembly_is_found() =>
        ForeignAssemblies(Code.Api, ApplicationMayUse).Should().Contain("Microsoft.AspNetCore.Mvc.Core").And.NotContain("MediatR");

    [Fact]
    public void The_api_knows_adapters_only_where_it_puts_them_together() =>
        Code.Under("src/AudioServer.Api").Where(KnowsInfrastructure).Where(file => !CompositionRoots.Any(root => file.Path.StartsWith(root, StringComparison.Ordinal))).Should().BeEmpty();

    [Theory]
    [InlineData("using AudioServer.Infrastructure.Storage;", true)]
    [InlineData("var x = new Infrastructure.Storage.LocalBlobStore();", true)]
    [InlineData("// Infrastructure.Storage does this", false)]
    [InlineData("throw new X(\"Infrastructure.Storage\");", false)]
    [InlineData("using Microsoft.EntityFrameworkCore.Infrastructure;", false)]
    public void A_use_of_adapters_is_found(string code, bool isFound) =>
        KnowsInfrastructure(new SourceFile("src/AudioServer.Api/Controllers/X.cs", code)).Should().Be(isFound);

    private static IEnumerable<string> ForbiddenProjects(SourceFile project)
    {
        var name = Path.GetFileNameWithoutExtension(project.Path);
        return !AllowedProjects.TryGetValue(name, out var allowed)
            ? [$"{name} is no layer"]
            : XDocument.Parse(project.Text).Descendants("ProjectReference").Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value)).Except(allowed).Select(other => $"{name} → {other}");
    }

    private static IEnumerable<string> Packages(SourceFile project) =>
        XDocument.Parse(project.Text).Descendants().Where(element => element.Name.LocalName is "PackageReference" or "FrameworkReference" or "Reference").Select(element => element.Attribute("Include")!.Value);

    private static IEnumerable<string> ForeignAssemblies(Assembly assembly, string[] allowed) =>
        assembly.GetReferencedAssemblies().Select(reference => reference.Name!).Where(name => !allowed.Any(known => name == known || (known is "System" or "Microsoft.Extensions" && name.StartsWith(known + ".", StringComparison.Ordinal))));

    private static bool KnowsInfrastructure(SourceFile file) =>
        Regex.IsMatch(CSharpText.WithoutCommentsAndStrings(file.Text), @"AudioServer\.Infrastructure\b|(?<![\w.])Infrastructure\.");
}
