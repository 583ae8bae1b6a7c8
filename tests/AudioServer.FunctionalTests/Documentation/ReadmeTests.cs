using System.Diagnostics;
using System.Text.RegularExpressions;
using AudioServer.TestKit;

namespace AudioServer.FunctionalTests.Documentation;

/// <summary>Every curl command of the README, run as it is printed, in its order, but for the port.</summary>
public sealed partial class ReadmeTests
{
    [Fact]
    public async Task Every_curl_command_works_as_printed()
    {
        await using var server = await AudioServerApp.StartAsync(settings: ["--Verification:Concurrency", "1"]);
        using var folder = new TemporaryFolder();
        File.Copy(Fixtures.MyFile, folder.File("myfile.wav"));
        var commands = ShellBlocks(Path.Combine(Fixtures.Root, "README.md")).Where(command => command.StartsWith("curl ", StringComparison.Ordinal)).ToList();

        foreach (var command in commands)
        {
            // What streams without end is ended after a while, which curl answers with 28.
            var endless = command.StartsWith("curl -N ", StringComparison.Ordinal);
            var options = $"curl --fail-with-body --silent --show-error {(endless ? "--max-time 3 " : "")}";
            var (exit, output) = await RunAsync(command.Replace("http://localhost:8000", server.Address.ToString().TrimEnd('/'), StringComparison.Ordinal).Replace("curl ", options, StringComparison.Ordinal), folder.Path);
            exit.Should().Be(endless ? 28 : 0, "{0} printed {1}", command, output);
            output.Contains(": events follow", StringComparison.Ordinal).Should().Be(endless);
        }

        commands.Should().HaveCountGreaterThan(8);
        File.ReadAllBytes(folder.File("test.wav")).Should().Equal(File.ReadAllBytes(Fixtures.MyFile));
        new FileInfo(folder.File("head.bin")).Length.Should().Be(1024);
    }

    [Fact]
    public void Its_two_commands_and_its_links_are_there()
    {
        foreach (var script in new[] { "bin/run", "bin/test", "bin/setup" })
        {
            File.GetUnixFileMode(Path.Combine(Fixtures.Root, script)).Should().HaveFlag(UnixFileMode.UserExecute);
        }

        var links = Link().Matches(File.ReadAllText(Path.Combine(Fixtures.Root, "README.md"))).Select(match => match.Groups[1].Value).Where(link => !link.StartsWith("http", StringComparison.Ordinal)).ToList();
        links.Should().NotBeEmpty().And.OnlyContain(link => Path.Exists(Path.Combine(Fixtures.Root, link)));
    }

    private static IEnumerable<string> ShellBlocks(string document) =>
        ShellBlock().Matches(File.ReadAllText(document)).SelectMany(block => block.Groups[1].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries));

    private static async Task<(int Exit, string Output)> RunAsync(string command, string folder)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", command]) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + error);
    }

    [GeneratedRegex("```sh\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex ShellBlock();

    [GeneratedRegex(@"\]\(([^)#]+)")]
    private static partial Regex Link();
}
