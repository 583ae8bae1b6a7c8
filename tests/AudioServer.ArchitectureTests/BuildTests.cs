using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace AudioServer.ArchitectureTests;

/// <summary>What builds today builds tomorrow, and what is banned is banned everywhere.</summary>
public sealed partial class BuildTests
{
    /// <summary>Where a ban is lifted, and why.</summary>
    private static readonly Dictionary<string, string> LiftedBans = new()
    {
        ["src/AudioServer.Infrastructure/Uuid7Generator.cs"] = "the one place where ids are made",
    };

    [Fact]
    public void Package_versions_are_exact()
    {
        var versions = Code.File("Directory.Packages.props");

        XDocument.Parse(versions.Text).Descendants("PackageVersion").Should().NotBeEmpty();
        FloatingVersions(versions).Should().BeEmpty();
    }

    [Theory]
    [InlineData("10.*")]
    [InlineData("*")]
    [InlineData("[1.0,2.0)")]
    [InlineData("[1.0.0]")]
    [InlineData("$(SomeVersion)")]
    [InlineData("")]
    public void A_floating_version_is_found(string version) =>
        FloatingVersions(new SourceFile("x.props", $"""<Project><PackageVersion Include="A" Version="{version}" /><PackageVersion Include="B" Version="1.2.3-rc.1" /></Project>""")).Should().Equal($"A {version}");

    [Fact]
    public void Versions_stand_in_one_place() =>
        Code.Projects.SelectMany(LocalVersions).Should().BeEmpty();

    [Theory]
    [InlineData("""<PackageReference Include="A" Version="1.0.0" />""")]
    [InlineData("""<PackageReference Include="A" VersionOverride="1.0.0" />""")]
    [InlineData("""<PackageReference Include="A"><Version>1.0.0</Version></PackageReference>""")]
    [InlineData("""<PackageReference Update="A" Version="1.0.0" />""")]
    public void A_version_elsewhere_is_found(string reference) =>
        LocalVersions(new SourceFile("x.csproj", $"<Project><ItemGroup>{reference}</ItemGroup></Project>")).Should().Equal("x.csproj: A");

    [Fact]
    public void Bans_are_in_force_in_every_project_of_the_product()
    {
        GapsInBans(Code.File("Directory.Build.props"), Code.File(".editorconfig"), [.. Code.Projects.Where(project => project.Path.StartsWith("src/", StringComparison.Ordinal)), .. Code.Files("src", "Directory.Build.*")]).Should().BeEmpty();
        Code.Sources.Where(LiftsBan).Select(file => file.Path).Should().BeSubsetOf(LiftedBans.Keys);
    }

    [Fact]
    public void A_gap_in_the_bans_is_found()
    {
        var (props, config) = (Code.File("Directory.Build.props"), new SourceFile(".editorconfig", ""));

        GapsInBans(props, config, [new SourceFile("x.csproj", "<Project />")]).Should().BeEmpty();
        GapsInBans(props with { Text = props.Text.Replace("BannedSymbols.txt", "", StringComparison.Ordinal) }, config, []).Should().ContainSingle();
        GapsInBans(props with { Text = props.Text.Replace("Microsoft.CodeAnalysis.BannedApiAnalyzers", "", StringComparison.Ordinal) }, config, []).Should().ContainSingle();
        GapsInBans(props with { Text = props.Text.Replace("<TreatWarningsAsErrors>true", "<TreatWarningsAsErrors>false", StringComparison.Ordinal) }, config, []).Should().ContainSingle();
        GapsInBans(props, config with { Text = "dotnet_diagnostic.RS0030.severity = none" }, []).Should().ContainSingle();
        GapsInBans(props, config, [new SourceFile("x.csproj", "<Project><PropertyGroup><NoWarn>RS0030</NoWarn></PropertyGroup></Project>")]).Should().ContainSingle();
        GapsInBans(props, config, [new SourceFile("x.csproj", """<Project><ItemGroup><AdditionalFiles Remove="x" /></ItemGroup></Project>""")]).Should().ContainSingle();
        GapsInBans(props, config, [new SourceFile("x.csproj", "<Project><PropertyGroup><IsTestProject>true</IsTestProject></PropertyGroup></Project>")]).Should().ContainSingle();
        LiftsBan(new SourceFile("x.cs", "#pragma warning disable CA1000, RS0030 // because")).Should().BeTrue();
        LiftsBan(new SourceFile("x.cs", "[SuppressMessage(\"ApiDesign\", \"RS0030:Do not use banned APIs\")]")).Should().BeTrue();
    }

    [Fact]
    public void Every_ban_names_something_that_is_there() =>
        BansOfNothing(Code.File("BannedSymbols.txt").Text).Should().BeEmpty();

    [Theory]
    [InlineData("P:System.DateTime.Nwo;typing slip")]
    [InlineData("M:System.IO.File.ReadAllBytes(System.Int32);another overload")]
    [InlineData("T:System.Nothing;no type")]
    public void A_ban_of_nothing_is_found(string line) =>
        BansOfNothing($"T:System.DateTime;fine\n{line}\n").Should().Equal(line.Split(';')[0]);

    private static IEnumerable<string> FloatingVersions(SourceFile props) =>
        from package in XDocument.Parse(props.Text).Descendants().Where(element => element.Name.LocalName is "PackageVersion" or "GlobalPackageReference")
        let version = package.Attribute("Version")?.Value ?? ""
        where !ExactVersion().IsMatch(version)
        select $"{package.Attribute("Include")?.Value} {version}";

    private static IEnumerable<string> LocalVersions(SourceFile project) =>
        from package in XDocument.Parse(project.Text).Descendants("PackageReference")
        where package.Attributes().Select(attribute => attribute.Name.LocalName).Concat(package.Elements().Select(element => element.Name.LocalName)).Any(name => name is "Version" or "VersionOverride")
        select $"{project.Path}: {(package.Attribute("Include") ?? package.Attribute("Update"))!.Value}";

    private static IEnumerable<string> GapsInBans(SourceFile props, SourceFile editorConfig, IEnumerable<SourceFile> projects)
    {
        var build = XDocument.Parse(props.Text);
        if (!build.Descendants("PackageReference").Any(package => package.Attribute("Include")?.Value == "Microsoft.CodeAnalysis.BannedApiAnalyzers" && IsForProduct(package)))
        {
            yield return "the analyzer is not referenced";
        }

        if (!build.Descendants("AdditionalFiles").Any(file => file.Attribute("Include")!.Value.EndsWith("BannedSymbols.txt", StringComparison.Ordinal) && IsForProduct(file)))
        {
            yield return "BannedSymbols.txt is not given to it";
        }

        if (build.Descendants("TreatWarningsAsErrors").SingleOrDefault()?.Value != "true")
        {
            yield return "warnings are not errors";
        }

        foreach (var file in projects.Append(editorConfig).Append(props).Where(file => file.Text.Contains("RS0030", StringComparison.Ordinal)))
        {
            yield return $"{file.Path} speaks of RS0030";
        }

        foreach (var project in projects.Where(project => project.Path.EndsWith("proj", StringComparison.Ordinal) || project.Path.EndsWith(".props", StringComparison.Ordinal)))
        {
            var text = XDocument.Parse(project.Text);
            if (text.Descendants("IsTestProject").Any() || text.Descendants().Any(element => element.Attribute("Remove") is not null) || text.Descendants("TreatWarningsAsErrors").Any())
            {
                yield return $"{project.Path} takes itself out";
            }
        }
    }

    /// <summary>Unconditional, or left out of test projects only.</summary>
    private static bool IsForProduct(XElement item) =>
        item.AncestorsAndSelf().Select(element => element.Attribute("Condition")?.Value).All(condition => condition is null or "'$(IsTestProject)' != 'true'");

    private static bool LiftsBan(SourceFile file) => LiftedBan().IsMatch(file.Text);

    private static IEnumerable<string> BansOfNothing(string list) =>
        list.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(line => line.Split(';')[0]).Where(id => !DocumentationId.Exists(id));

    [GeneratedRegex(@"^\d+\.\d+(\.\d+){0,2}(-[0-9A-Za-z.]+)?$")]
    private static partial Regex ExactVersion();

    [GeneratedRegex(@"#pragma\s+warning\s+disable\b[^\n]*\bRS0030|SuppressMessage\([^)]*RS0030")]
    private static partial Regex LiftedBan();
}
