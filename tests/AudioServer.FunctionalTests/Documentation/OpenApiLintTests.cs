using AudioServer.TestKit;

namespace AudioServer.FunctionalTests.Documentation;

/// <summary>The OpenAPI document under the eyes of the two linters that most use (<c>tests/openapi</c>): they find nothing, not even a warning.</summary>
public sealed class OpenApiLintTests
{
    private static readonly string Folder = Path.Combine(Fixtures.Root, "tests", "openapi");
    private static readonly Dictionary<string, string> Quiet = new() { ["REDOCLY_TELEMETRY"] = "off", ["REDOCLY_SUPPRESS_UPDATE_NOTICE"] = "true" };

    [Theory]
    [InlineData("spectral", "lint", "--ruleset", "spectral.yaml", "--fail-severity", "warn", "../../docs/openapi.json")]
    [InlineData("redocly", "lint", "--config", "redocly.yaml", "--max-problems", "50", "../../docs/openapi.json")]
    public async Task Linters_find_nothing(string linter, params string[] arguments)
    {
        var run = await new Command(Path.Combine(Folder, "node_modules", ".bin", linter), arguments) { Folder = Folder, Environment = Quiet, Patience = TimeSpan.FromMinutes(3) }.SucceedAsync();

        (run.Output + run.Errors).Should().NotMatchRegex(@"[1-9][0-9]* warning");
    }
}
