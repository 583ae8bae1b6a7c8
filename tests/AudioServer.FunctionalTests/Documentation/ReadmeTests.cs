using System.Text.RegularExpressions;
using AudioServer.TestKit;

namespace AudioServer.FunctionalTests.Documentation;

/// <summary>Every command of the README's tours, run as it is printed, in its order, but for the port.</summary>
public sealed partial class ReadmeTests
{
    private const string OpenTour = "A tour with curl";
    private const string AccountsTour = "With accounts";
    private const string CommandLineTour = "For people and CI";
    private const string Start = "bin/run --";

    /// <summary>In front of what each command of a tour answers with, in the output of all.</summary>
    private const string Mark = "@@ ";

    [Fact]
    public async Task Every_curl_command_works_as_printed()
    {
        await using var server = await AudioServerApp.StartAsync(settings: ["--Verification:Concurrency", "1"]);
        using var folder = new TemporaryFolder();
        File.Copy(Fixtures.MyFile, folder.File("myfile.wav"));
        var commands = Commands(OpenTour);

        foreach (var command in commands)
        {
            // What streams without end is ended after a while, which curl answers with 28.
            var endless = command.StartsWith("curl -N ", StringComparison.Ordinal);
            var options = $"curl --fail-with-body --silent --show-error {(endless ? "--max-time 3 " : "")}";
            var (exit, output) = await RunAsync(command.Replace("http://localhost:8000", server.Address.ToString().TrimEnd('/'), StringComparison.Ordinal).Replace("curl ", options, StringComparison.Ordinal), folder.Path);
            exit.Should().Be(endless ? 28 : 0, "{0} printed {1}", command, output);
            output.Contains(": events follow", StringComparison.Ordinal).Should().Be(endless);
        }

        commands.Should().HaveCountGreaterThan(8).And.OnlyContain(command => command.StartsWith("curl ", StringComparison.Ordinal));
        File.ReadAllBytes(folder.File("test.wav")).Should().Equal(File.ReadAllBytes(Fixtures.MyFile));
        new FileInfo(folder.File("head.bin")).Length.Should().Be(1024);
    }

    [Fact]
    public async Task The_tour_with_accounts_works_as_printed()
    {
        var commands = Commands(AccountsTour);
        var (starts, rest) = (commands.Where(command => command.StartsWith(Start, StringComparison.Ordinal)).ToList(), commands.Where(command => !command.StartsWith(Start, StringComparison.Ordinal)).ToList());
        using var folder = new TemporaryFolder();
        File.Copy(Fixtures.MyFile, folder.File("myfile.wav"));
        await using var server = await ServerProcess.StartAsync(folder.File("data"), starts.Should().ContainSingle().Subject["bin/run ".Length..].Split(' '));
        PutInPlaceOf("run", folder.File("bin"), $" --DataDirectory '{server.DataDirectory}'");

        var (exit, output) = await RunAsync(Script(rest, server.Address), folder.Path);

        exit.Should().Be(0, "{0}", output);
        var ends = output.Split('\n').Where(line => line.StartsWith(Mark, StringComparison.Ordinal)).Select(line => line[Mark.Length..]);
        ends.Should().Equal(rest.SkipLast(1).Select(_ => "0").Append("22"), "the last shows that a revoked token is refused; they printed {0}", output);
        output.Should().Contain("\"code\":\"invalid_token\"");
        commands.Should().Contain(command => command.EndsWith("\"$link\"", StringComparison.Ordinal) && !command.Contains("Authorization", StringComparison.Ordinal), "a link needs no credential");
        foreach (var downloaded in new[] { "mine.wav", "shared.wav" })
        {
            File.ReadAllBytes(folder.File(downloaded)).Should().Equal(File.ReadAllBytes(Fixtures.MyFile), downloaded);
        }

        server.Errors.Should().Contain("access.token_revoked").And.NotContain("orange kettle").And.NotContain("aus_").And.NotContain("signature=");
    }

    [Fact]
    public async Task The_command_line_works_as_printed()
    {
        var commands = Commands(CommandLineTour);
        using var folder = new TemporaryFolder();
        File.Copy(Fixtures.MyFile, folder.File("myfile.wav"));
        await using var server = await AudioServerApp.StartAsync(settings: ["--Verification:Concurrency", "1"]);
        PutInPlaceOf("audioserver", folder.File("bin"), "");

        var (exit, output) = await RunAsync($"export AUDIOSERVER_URL={server.Address}\n{Script(commands, server.Address)}", folder.Path);

        exit.Should().Be(0, "{0}", output);
        output.Split('\n').Where(line => line.StartsWith(Mark, StringComparison.Ordinal)).Should().Equal(commands.Select(_ => $"{Mark}0"), "they printed {0}", output);
        commands.Should().HaveCountGreaterThan(5).And.OnlyContain(command => command.StartsWith("bin/audioserver ", StringComparison.Ordinal));
        output.Should().Contain("\tmyfile.wav\n").And.Contain("part.mp3: ok\n");
        File.ReadAllText(folder.File("report.xml")).Should().Contain("<testcase ");
    }

    [Fact]
    public void Its_two_commands_and_its_links_are_there()
    {
        foreach (var script in new[] { "bin/run", "bin/test", "bin/setup", "bin/audioserver" })
        {
            File.GetUnixFileMode(Path.Combine(Fixtures.Root, script)).Should().HaveFlag(UnixFileMode.UserExecute);
        }

        var links = Link().Matches(File.ReadAllText(Path.Combine(Fixtures.Root, "README.md"))).Select(match => match.Groups[1].Value).Where(link => !link.StartsWith("http", StringComparison.Ordinal)).ToList();
        links.Should().NotBeEmpty().And.OnlyContain(link => Path.Exists(Path.Combine(Fixtures.Root, link)));
    }

    /// <summary>The lines of every shell block of one section.</summary>
    private static List<string> Commands(string heading)
    {
        var section = $"\n{File.ReadAllText(Path.Combine(Fixtures.Root, "README.md"))}".Split("\n## ").Should().ContainSingle(part => part.StartsWith($"{heading}\n", StringComparison.Ordinal)).Subject;
        return [.. ShellBlock().Matches(section).SelectMany(block => block.Groups[1].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries))];
    }

    /// <summary>Where the commands look for <c>bin/run</c> or <c>bin/audioserver</c>: what was built with the tests.</summary>
    private static void PutInPlaceOf(string name, string folder, string options)
    {
        var script = Path.Combine(Directory.CreateDirectory(folder).FullName, name);
        File.WriteAllText(script, $"#!/bin/sh\nexec '{ServerProcess.Executable}' \"$@\"{options}\n");
        File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>All in one shell, as a reader has it, each followed by how it ended. That curl fails on an error answer is what the test adds.</summary>
    private static string Script(IEnumerable<string> commands, Uri server) =>
        "curl() { command curl --fail-with-body --silent --show-error \"$@\"; }\n"
        + string.Concat(commands.Select(command => $"{command.Replace("http://localhost:8000", server.ToString().TrimEnd('/'), StringComparison.Ordinal)}\nprintf '\\n{Mark}%s\\n' $?\n"));

    /// <summary>What it printed, on both outputs.</summary>
    private static async Task<(int Exit, string Output)> RunAsync(string command, string folder)
    {
        var run = await new Command("/bin/sh", "-c", command) { Folder = folder }.RunAsync();
        return (run.ExitCode, run.Output + run.Errors);
    }

    [GeneratedRegex("```sh\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex ShellBlock();

    [GeneratedRegex(@"\]\(([^)#]+)")]
    private static partial Regex Link();
}
