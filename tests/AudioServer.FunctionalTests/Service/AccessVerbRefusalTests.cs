using AudioServer.TestKit;

namespace AudioServer.FunctionalTests.Service;

/// <summary>What the operator's verbs about accounts do not do, and how they say so.</summary>
public sealed class AccessVerbRefusalTests : IDisposable
{
    private const string Password = "orange kettle on the roof";

    private readonly TemporaryFolder _folder = new();

    private string Data => _folder.File("data");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_cannot_be_done_is_refused_with_the_reason(bool isBesideServer)
    {
        await using var server = isBesideServer ? await ServerProcess.StartAsync(Data, "--Auth:Mode", "Required") : null;
        (await RunAsync(Password, "user", "add", "alice")).ExitCode.Should().Be(0);
        (string Input, string Verb, string Reason)[] refused =
        [
            ("password1", "user add bob", "one of the commonest"),
            ("", "user add bob", "8 characters or more"),
            ("password1", "user passwd alice", "one of the commonest"),
            (Password, "user add ALICE", "There is a user named \"ALICE\" already."),
            (Password, "user add local", "\"local\" is the built-in user's name."),
            (Password, "user passwd nobody", "There is no user named \"nobody\"."),
            ("", "user disable nobody", "There is no user named \"nobody\"."),
            ("", "user adopt-local nobody", "There is no user named \"nobody\"."),
            ("", "token create laptop --user nobody", "There is no user named \"nobody\"."),
            ("", $"token create {new string('x', 101)} --user alice", "name is 1 to 100 characters."),
            ("", "token create laptop --user alice --expires 2001-01-01T00:00:00Z", "expiresAt lies in the future."),
            ("", "token revoke 0193e0c0-0000-7000-8000-000000000000", "There is no token with the id 0193e0c0-0000-7000-8000-000000000000."),
        ];

        // What refuses them is the same alone and in the server; only the way there differs, which a few show.
        foreach (var (input, verb, reason) in refused.Take(isBesideServer ? refused.Length : 3))
        {
            var run = await RunAsync(input, verb.Split(' '));

            run.ExitCode.Should().Be(1, "{0} said {1}", verb, run.Errors);
            run.Errors.TrimEnd().Split('\n')[^1].Should().Contain(reason, verb);
            run.Output.Should().BeEmpty(verb);
        }

        (await RunAsync("", "user", "list")).Output.Should().StartWith("alice\t").And.NotContain("bob");
    }

    [Theory]
    [InlineData("user", "user takes one of")]
    [InlineData("user add alice bob", "add has no use for bob.")]
    [InlineData("user list --Auth:Mdoe Required", "There is no option --Auth:Mdoe.")]
    [InlineData("token create laptop", "'--user' is required.")]
    [InlineData("token create laptop --user", "Required argument missing for option: '--user'.")]
    [InlineData("token create laptop --user alice --scopes read,admin", "\"admin\" is neither")]
    [InlineData("token create laptop --user alice --expires soon", "--expires: \"soon\" is no time")]
    [InlineData("token revoke laptop", "Cannot parse argument 'laptop'")]
    [InlineData("link-key show", "There is no verb show; link-key has rotate.")]
    public async Task A_slip_is_told_and_touches_nothing(string verb, string complaint)
    {
        var run = await RunAsync(Password, verb.Split(' '));

        run.ExitCode.Should().Be(2, "{0}", run.Errors);
        run.Errors.Should().Contain(complaint);
        run.Output.Should().BeEmpty();
        Directory.Exists(Data).Should().BeFalse();
    }

    private Task<Run> RunAsync(string input, params string[] verb) => ServerProcess.RunAsync([verb[0], "--DataDirectory", Data, .. verb[1..]], input: $"{input}\n");
}
