using System.Text.RegularExpressions;

namespace AudioServer.ArchitectureTests;

/// <summary>Sizes, leftovers and habits that only the sources show.</summary>
public sealed partial class SourceTests
{
    private const int MaxLines = 300;
    private const int MaxAdapterLines = 220;
    private const int MaxPortLines = 60;
    private const int MaxProgramLines = 60;

    private static readonly string[] OurOptions =
        [.. Code.Types.Where(type => type is { IsClass: true, IsAbstract: false } && type.Name.EndsWith("Options", StringComparison.Ordinal)).Select(type => type.Name)];

    [Fact]
    public void There_are_sources() =>
        Code.Sources.Should().HaveCountGreaterThan(50);

    [Fact]
    public void No_file_is_long() =>
        Code.Sources.SelectMany(file => TooLong(file, MaxLinesOf(file))).Concat(Code.TestSources.SelectMany(file => TooLong(file, MaxLines))).Should().BeEmpty();

    [Theory]
    [InlineData("src/AudioServer.Api/Content/X.cs", 300)]
    [InlineData("src/AudioServer.Infrastructure/Storage/X.cs", 220)]
    [InlineData("src/AudioServer.Application/Ports/IX.cs", 60)]
    [InlineData("src/AudioServer.Api/Program.cs", 60)]
    public void A_long_file_is_found(string path, int most)
    {
        SourceFile File(int lines) => new(path, string.Concat(Enumerable.Repeat("x\n", lines)));

        TooLong(File(most), MaxLinesOf(File(most))).Should().BeEmpty();
        TooLong(File(most + 1), MaxLinesOf(File(most))).Should().ContainSingle();
    }

    [Fact]
    public void Nothing_is_left_to_be_done() =>
        Code.Sources.Concat(Code.TestSources.Where(file => file.Name != "SourceTests.cs")).SelectMany(Leftovers).Should().BeEmpty();

    [Theory]
    [InlineData("// TODO: later")]
    [InlineData("/* FIXME */")]
    [InlineData("x(); // HACK")]
    [InlineData("throw new NotImplementedException();")]
    public void A_leftover_is_found(string code) =>
        Leftovers(new SourceFile("x.cs", code)).Should().ContainSingle();

    [Fact]
    public void Nothing_runs_that_nobody_waits_for() =>
        Code.Sources.Where(file => AsyncVoid().IsMatch(CSharpText.WithoutCommentsAndStrings(file.Text))).Should().BeEmpty();

    [Theory]
    [InlineData("public async void Go() { }", true)]
    [InlineData("public async Task Go() { }", false)]
    [InlineData("// async void", false)]
    public void An_async_void_is_found(string code, bool isFound) =>
        AsyncVoid().IsMatch(CSharpText.WithoutCommentsAndStrings(code)).Should().Be(isFound);

    [Fact]
    public void Options_are_checked_when_the_server_starts()
    {
        OurOptions.Should().NotBeEmpty();
        Code.Sources.SelectMany(file => UncheckedOptions(file, OurOptions)).Should().BeEmpty();
        UnregisteredOptions(OurOptions, Code.Sources).Should().BeEmpty();
    }

    [Fact]
    public void Options_that_are_not_checked_are_found()
    {
        string[] ours = ["AOptions", "BOptions"];
        var registration = new SourceFile("x.cs", "services.AddOptions<AOptions>().BindConfiguration(\"A\");\nservices.AddOptions<BOptions>()\n  .ValidateOnStart();\nservices.Configure<TheirOptions>(section);");

        UncheckedOptions(registration, ours).Should().Equal("x.cs: AOptions");
        UncheckedOptions(new SourceFile("x.cs", "services.Configure<AOptions>(section);"), ours).Should().ContainSingle();
        UnregisteredOptions([.. ours, "COptions"], [registration]).Should().Equal("COptions");
    }

    [Fact]
    public void Names_of_folders_are_names_of_namespaces() =>
        Code.Sources.SelectMany(MisplacedNamespaces).Should().BeEmpty();

    [Fact]
    public void A_namespace_in_another_folder_is_found()
    {
        MisplacedNamespaces(new SourceFile("src/AudioServer.Api/Content/X.cs", "namespace AudioServer.Api.Http;\n")).Should().ContainSingle();
        MisplacedNamespaces(new SourceFile("src/AudioServer.Api/Content/X.cs", "namespace AudioServer.Api.Content;\n")).Should().BeEmpty();
    }

    private static int MaxLinesOf(SourceFile file) =>
        file.Path.StartsWith("src/AudioServer.Application/Ports/", StringComparison.Ordinal) ? MaxPortLines
        : file.Path.StartsWith("src/AudioServer.Infrastructure/", StringComparison.Ordinal) ? MaxAdapterLines
        : file.Name == "Program.cs" ? MaxProgramLines
        : MaxLines;

    private static IEnumerable<string> TooLong(SourceFile file, int most) =>
        file.Lines > most ? [$"{file.Path}: {file.Lines} lines, at most {most}"] : [];

    private static IEnumerable<string> Leftovers(SourceFile file) =>
        Leftover().Matches(file.Text).Select(match => $"{file.Path}: {match.Value}");

    private static IEnumerable<string> UncheckedOptions(SourceFile file, string[] ours) =>
        OptionsStatement().Matches(CSharpText.WithoutCommentsAndStrings(file.Text))
            .Where(match => ours.Contains(match.Groups[1].Value) && !match.Value.Contains("ValidateOnStart()", StringComparison.Ordinal))
            .Select(match => $"{file.Path}: {match.Groups[1].Value}");

    private static IEnumerable<string> UnregisteredOptions(string[] ours, IReadOnlyCollection<SourceFile> sources) =>
        ours.Where(name => !sources.Any(file => file.Text.Contains($"AddOptions<{name}>()", StringComparison.Ordinal)));

    private static IEnumerable<string> MisplacedNamespaces(SourceFile file)
    {
        var expected = file.Folder["src/".Length..].Replace('/', '.');
        return Namespace().Matches(file.Text).Select(match => match.Groups[1].Value).Where(name => name != expected).Select(name => $"{file.Path}: {name}");
    }

    [GeneratedRegex(@"\b(?:TODO|FIXME|HACK|XXX|NotImplementedException)\b")]
    private static partial Regex Leftover();

    [GeneratedRegex(@"\basync\s+void\b")]
    private static partial Regex AsyncVoid();

    [GeneratedRegex(@"\b(?:AddOptions|(?<!Post)Configure)<(\w+Options)>[^;]*;")]
    private static partial Regex OptionsStatement();

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespace();
}
