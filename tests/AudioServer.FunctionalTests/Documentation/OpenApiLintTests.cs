using System.Diagnostics;
using AudioServer.TestKit;

namespace AudioServer.FunctionalTests.Documentation;

/// <summary>The OpenAPI document under the eyes of the two linters that most use (<c>tests/openapi</c>): they find nothing, not even a warning.</summary>
public sealed class OpenApiLintTests
{
    private static readonly string Folder = Path.Combine(Fixtures.Root, "tests", "openapi");

    [Theory]
    [InlineData("spectral", "lint", "--ruleset", "spectral.yaml", "--fail-severity", "warn", "../../docs/openapi.json")]
    [InlineData("redocly", "lint", "--config", "redocly.yaml", "--max-problems", "50", "../../docs/openapi.json")]
    public async Task Linters_find_nothing(string linter, params string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(Folder, "node_modules", ".bin", linter), arguments) { WorkingDirectory = Folder, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["REDOCLY_TELEMETRY"] = "off";
        start.Environment["REDOCLY_SUPPRESS_UPDATE_NOTICE"] = "true";
        using var process = Process.Start(start)!;
        var (printed, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(3));

        process.ExitCode.Should().Be(0, "{0} printed {1}{2}", linter, await printed, await errors);
        (await printed + await errors).Should().NotMatchRegex(@"[1-9][0-9]* warning");
    }
}
