namespace AudioServer.ArchitectureTests;

/// <summary>The order of using lines, which neither the build nor the look at white space sees: namespaces, then static ones, then aliases, System first.</summary>
public sealed class UsingTests
{
    [Fact]
    public void Using_lines_are_in_order() =>
        Code.Sources.Concat(Code.TestSources).Where(file => !IsInOrder(file.Text)).Select(file => file.Name).Should().BeEmpty();

    [Theory]
    [InlineData("using System;\nusing System.Text;\nusing AudioServer.Api;\nusing static System.Math;\nusing X = System.Int32;\n", true)]
    [InlineData("using AudioServer.Api;\nusing System;\n", false)]
    [InlineData("using B;\nusing A;\n", false)]
    [InlineData("using static System.Math;\nusing A;\n", false)]
    [InlineData("using Xunit.Abstractions;\nusing Xunit;\n", false)]
    public void Lines_out_of_order_are_found(string text, bool isInOrder) =>
        IsInOrder(text).Should().Be(isInOrder);

    private static bool IsInOrder(string text)
    {
        var lines = text.Split('\n').TakeWhile(line => line.Length == 0 || line.StartsWith("using ", StringComparison.Ordinal)).Where(line => line.Length > 0)
            .Select(line => line["using ".Length..].TrimEnd('\r', ';')).ToList();
        return lines.SequenceEqual(lines.OrderBy(KindOf).ThenBy(IsOfOthers).ThenBy(name => name, StringComparer.OrdinalIgnoreCase));
    }

    private static int KindOf(string name) => name.Contains('=', StringComparison.Ordinal) ? 2 : name.StartsWith("static ", StringComparison.Ordinal) ? 1 : 0;

    private static bool IsOfOthers(string name) => name != "System" && !name.StartsWith("System.", StringComparison.Ordinal);
}
