using System.Text.RegularExpressions;

namespace AudioServer.ArchitectureTests;

/// <summary>The page is small modules without a build step; nothing of it is inline, comes from elsewhere, or makes markup of text.</summary>
public sealed partial class PageTests
{
    private const int MaxLines = 250;

    private static readonly IReadOnlyList<SourceFile> Files =
        [.. new[] { "*.js", "*.css", "*.html", "*.svg" }.SelectMany(pattern => Code.Files("src/AudioServer.Api/wwwroot", pattern))];

    [Fact]
    public void The_page_keeps_to_its_rules()
    {
        Files.Should().HaveCountGreaterThan(30);
        Files.SelectMany(Breaches).Should().BeEmpty();
    }

    [Theory]
    [InlineData("x.js", "element.innerHTML = name;")]
    [InlineData("x.js", "element.insertAdjacentHTML('beforeend', name);")]
    [InlineData("x.js", "eval(text)")]
    [InlineData("x.js", "element.setAttribute('style', text)")]
    [InlineData("x.js", "await import('https://cdn.example/x.js')")]
    [InlineData("x.html", "<script>go()</script>")]
    [InlineData("x.html", "<p style=\"color: red\">")]
    [InlineData("x.html", "<img onerror=\"go()\">")]
    [InlineData("x.html", "<style>p { color: red }</style>")]
    [InlineData("x.css", "@import url(//cdn.example/x.css);")]
    [InlineData("x.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"><script>go()</script></svg>")]
    public void A_breach_is_found(string path, string text) =>
        Breaches(new SourceFile(path, text)).Should().NotBeEmpty();

    [Fact]
    public void A_long_module_is_found() =>
        Breaches(new SourceFile("x.js", string.Concat(Enumerable.Repeat("go();\n", MaxLines + 1)))).Should().ContainSingle();

    private static IEnumerable<string> Breaches(SourceFile file)
    {
        if (file.Name.EndsWith(".js", StringComparison.Ordinal) && file.Lines > MaxLines)
        {
            yield return $"{file.Path}: {file.Lines} lines, at most {MaxLines}";
        }

        foreach (var match in (file.Name.EndsWith(".js", StringComparison.Ordinal) ? InScript() : InMarkup()).Matches(file.Text).Concat(Elsewhere().Matches(file.Text)))
        {
            yield return $"{file.Path}: {match.Value}";
        }
    }

    [GeneratedRegex(@"\.(?:inner|outer)HTML\b|insertAdjacentHTML|document\.write|createContextualFragment|DOMParser|\beval\b|new Function\b|setAttribute\('style'")]
    private static partial Regex InScript();

    [GeneratedRegex(@"<script(?![^>]*\bsrc=)|<style\b|\sstyle=|\son\w+=|javascript:")]
    private static partial Regex InMarkup();

    [GeneratedRegex(@"(?:https?:)?//(?!www\.w3\.org/2000/svg)[\w-]+\.[\w.-]+/")]
    private static partial Regex Elsewhere();
}
