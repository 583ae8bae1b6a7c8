using System.Text.Json;
using AudioServer.TestKit;
using Xunit.Abstractions;

namespace AudioServer.BrowserTests;

/// <summary>
/// The page in a real browser, without a window, on the built server with real audio (<c>tests/browser/page</c>): what a person does there, at a desk
/// where no account is asked for and by telephone where one is, and each view at both sizes in both modes. Pictures of the views are left in <c>artifacts/screenshots</c>.
/// </summary>
public sealed class PageBrowserTests(ITestOutputHelper output)
{
    private const string User = "alice", OtherUser = "bob", Password = "a long enough phrase";

    // Minutes on a busy machine. A scenario that hangs ends by itself, long before.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private static readonly object Desk = new { width = 1280, height = 800 }, Telephone = new { width = 360, height = 740 };

    [Theory]
    [InlineData("Open", false)]
    [InlineData("Required", true)]
    public async Task Everything_can_be_done_on_the_page_and_every_view_is_good_at_both_sizes(string mode, bool isByTelephone)
    {
        using var folder = new TemporaryFolder();
        var data = folder.File("data");
        await using var server = await ServerProcess.StartAsync(data, "--Auth:Mode", mode, "--Verification:Concurrency", "2");
        var isRequired = mode == "Required";

        var results = await RunAsync(new
        {
            server = server.Address.GetLeftPart(UriPartial.Authority),
            mode,
            token = isRequired ? await MakeUsersAsync(data) : null,
            signIn = isRequired ? new { username = User, password = Password } : null,
            other = isRequired ? new { username = OtherUser, password = Password } : null,
            sizes = isByTelephone ? [Telephone, Desk] : (object[])[Desk, Telephone],
            folder = folder.Path,
            fixtures = Path.GetDirectoryName(Fixtures.MyFile),
            screenshots = Path.Combine(Fixtures.Root, "artifacts", "screenshots"),
        });

        results.Should().HaveCountGreaterThan(30);
        results.Where(result => result.Fault is not null).Select(result => $"{result.Name}: {result.Fault}").Should().BeEmpty();
    }

    /// <summary>Two who have accounts; a token of the first one's.</summary>
    private static async Task<string> MakeUsersAsync(string data)
    {
        foreach (var user in (string[])[User, OtherUser])
        {
            (await ServerProcess.RunAsync(["user", "add", user, "--DataDirectory", data], input: Password + "\n")).ExitCode.Should().Be(0);
        }

        var token = await ServerProcess.RunAsync(["token", "create", "test", "--user", User, "--DataDirectory", data]);
        token.ExitCode.Should().Be(0, token.Errors);
        return token.Output.Trim();
    }

    private async Task<List<Result>> RunAsync(object plan)
    {
        var run = await new Command("node", Path.Combine(Fixtures.Root, "tests", "browser", "page", "main.mjs"), JsonSerializer.Serialize(plan)) { Patience = Patience }.SucceedAsync();
        output.WriteLine(run.Errors);
        return JsonSerializer.Deserialize<List<Result>>(run.Bytes, JsonSerializerOptions.Web)!;
    }

    private sealed record Result(string Name, string? Fault);
}
