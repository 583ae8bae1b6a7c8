using System.Diagnostics;
using System.Text.Json;
using AudioServer.FunctionalTests.Access;
using AudioServer.FunctionalTests.Service;
using AudioServer.TestKit;
using Xunit.Abstractions;

namespace AudioServer.FunctionalTests.Page;

/// <summary>
/// The page in a real browser, without a window, on the built server with real audio (<c>tests/browser/page</c>): what a person does there, in both modes, on a wide
/// screen and on a telephone's. Pictures of it are left in <c>artifacts/screenshots</c>.
/// </summary>
[Collection(RealProcess.Name)]
public sealed class PageBrowserTests(ITestOutputHelper output)
{
    private const string User = "alice";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    [Theory]
    [InlineData("Open", 1280, 800)]
    [InlineData("Required", 360, 740)]
    public Task Everything_can_be_done_on_the_page(string mode, int width, int height) =>
        PlayAsync(mode, width, height, isWhole: true);

    [Theory]
    [InlineData("Open", 360, 740)]
    [InlineData("Required", 1280, 800)]
    public Task Every_view_is_as_good_at_the_other_width(string mode, int width, int height) =>
        PlayAsync(mode, width, height, isWhole: false);

    private async Task PlayAsync(string mode, int width, int height, bool isWhole)
    {
        using var folder = new TemporaryFolder();
        var data = folder.File("data");
        await using var server = await ServerProcess.StartAsync(data, "--Auth:Mode", mode);
        var isRequired = mode == "Required";

        var results = await RunAsync(new
        {
            server = server.Address.GetLeftPart(UriPartial.Authority),
            mode,
            token = isRequired ? await MakeUserAsync(data) : null,
            signIn = isRequired ? new { username = User, password = Accounts.Password } : null,
            width,
            height,
            isWhole,
            folder = folder.Path,
            fixtures = Path.GetDirectoryName(Fixtures.MyFile),
            screenshots = Path.Combine(Fixtures.Root, "artifacts", "screenshots"),
        });

        foreach (var result in results)
        {
            output.WriteLine($"{result.Milliseconds,6} ms  {result.Name}");
        }

        results.Should().HaveCountGreaterThanOrEqualTo(isWhole ? 30 : 8);
        results.Where(result => result.Fault is not null).Select(result => $"{result.Name}: {result.Fault}").Should().BeEmpty();
    }

    /// <summary>Somebody with an account; a token of theirs.</summary>
    private static async Task<string> MakeUserAsync(string data)
    {
        (await ServerProcess.RunAsync(["user", "add", User, "--DataDirectory", data], input: Accounts.Password + "\n")).ExitCode.Should().Be(0);
        var token = await ServerProcess.RunAsync(["token", "create", "test", "--user", User, "--DataDirectory", data]);
        token.ExitCode.Should().Be(0, token.Errors);
        return token.Output.Trim();
    }

    private async Task<List<Result>> RunAsync(object plan)
    {
        var start = new ProcessStartInfo("node", [Path.Combine(Fixtures.Root, "tests", "browser", "page", "main.mjs"), JsonSerializer.Serialize(plan)]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        try
        {
            using var patience = new CancellationTokenSource(Patience);
            var errors = process.StandardError.ReadToEndAsync(patience.Token);
            var printed = await process.StandardOutput.ReadToEndAsync(patience.Token);
            await process.WaitForExitAsync(patience.Token);
            output.WriteLine(await errors);
            process.ExitCode.Should().Be(0, await errors);
            return JsonSerializer.Deserialize<List<Result>>(printed, JsonSerializerOptions.Web)!;
        }
        finally
        {
            // Its browser too, when it has not ended by itself.
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    private sealed record Result(string Name, string? Fault, int Milliseconds);
}
