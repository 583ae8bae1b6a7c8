using System.Text.Json;
using AudioServer.TestKit;

namespace AudioServer.FunctionalTests.CommandLine;

/// <summary><c>check</c>, offline: the real executable on local files.</summary>
public sealed class CheckVerbTests : IDisposable
{
    /// <summary>What the shell of somebody who is attacked would make of it.</summary>
    private const string HostileName = "song\u001b]0;owned\u0007\n.wav";

    private readonly TemporaryFolder _folder = new();

    public CheckVerbTests()
    {
        Directory.CreateDirectory(_folder.File("tmp"));
        File.Copy(Fixtures.Audio("flac-s16.flac"), _folder.File("good.flac"));
        File.WriteAllBytes(_folder.File("broken.mp3"), VerifyingServer.Cut("mp3-cbr.mp3", 50));
        Directory.CreateDirectory(_folder.File("more/.hidden"));
        File.Copy(Fixtures.Other("plain.txt"), _folder.File("more/notes.txt"));
        File.Copy(Fixtures.MyFile, _folder.File($"more/{HostileName}"));
        File.Copy(Fixtures.Other("plain.txt"), _folder.File("more/.hidden/notes.txt"));
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_broken_file_is_told_with_its_place_and_exit_code_3()
    {
        var run = await CheckAsync("good.flac", "broken.mp3");

        run.ExitCode.Should().Be(3, "{0}", run.Errors);
        run.Errors.Should().BeEmpty("there is no terminal to draw a bar on");
        var lines = run.Output.Replace($"{_folder.Path}/", "", StringComparison.Ordinal).Split('\n');
        lines[0].Should().Be("good.flac: ok");
        lines.Should().Contain("broken.mp3: broken").And.Contain(line => line.StartsWith("  error truncated at ", StringComparison.Ordinal));
        ShouldHaveLeftNothing();
    }

    [Fact]
    public async Task As_JUnit_it_is_read_by_a_reader_of_JUnit()
    {
        var run = await CheckAsync("good.flac", "broken.mp3", "more", "missing.wav", "--junit", "--Verification:Concurrency=3");

        run.ExitCode.Should().Be(3, "{0}", run.Errors);
        run.Errors.Should().Contain("notes.txt: This is not audio: it looks like ").And.Contain("missing.wav: There is no such file.").And.NotContain("\u001b").And.NotContain(".hidden");
        var suite = (await ReadJUnitAsync(run.Output)).GetProperty("testsuite")[0];
        suite.GetProperty("tests").GetInt32().Should().Be(5);
        suite.GetProperty("failures").GetInt32().Should().Be(1);
        suite.GetProperty("errors").GetInt32().Should().Be(2);
        var tests = suite.GetProperty("testcase").EnumerateArray().ToList();
        tests.Select(test => test.Text("name")!.Replace($"{_folder.Path}/", "", StringComparison.Ordinal)).Should().Equal("good.flac", "broken.mp3", "more/notes.txt", "more/song\uFFFD]0;owned\uFFFD\uFFFD.wav", "missing.wav");
        var failure = tests[1].GetProperty("failure")[0];
        failure.Text("type").Should().Be("truncated");
        failure.Text("inner").Should().MatchRegex("^error truncated at [0-9.]+ s");
        tests[2].GetProperty("error")[0].Text("type").Should().Be("not_audio");
        tests[4].GetProperty("error")[0].Text("type").Should().Be("not_found");
        ShouldHaveLeftNothing();
    }

    [Fact]
    public async Task As_JSON_each_line_is_a_report_and_what_is_none_is_a_problem()
    {
        var run = await CheckAsync("more", "--json");

        run.ExitCode.Should().Be(1, "{0}", run.Errors);
        var report = JsonDocument.Parse(run.Output.TrimEnd()).RootElement;
        report.Text("state").Should().Be("ok");
        report.GetProperty("measured").GetProperty("sampleCount").GetInt64().Should().BePositive();
        var problem = JsonDocument.Parse(run.Errors).RootElement;
        problem.Text("code").Should().Be("not_audio");
        problem.Text("file").Should().EndWith("more/notes.txt");
    }

    [Fact]
    public async Task Standard_input_is_a_file_too_and_what_is_quiet_says_nothing_of_what_is_whole()
    {
        var run = await ServerProcess.RunAsync(["check", _folder.File("good.flac"), "-", "--quiet"], Environment, "no audio");

        run.ExitCode.Should().Be(1);
        run.Output.Should().BeEmpty();
        run.Errors.Should().StartWith("-: This is not audio");
    }

    [Theory]
    [InlineData("> /dev/full", "Standard output cannot be written: No space left on device")]
    [InlineData(">&-", "Standard output cannot be written: ")]
    [InlineData("> /dev/full 2> /dev/full", "")]
    public async Task Output_that_cannot_be_written_is_no_success(string redirection, string complaint)
    {
        var run = await new Command("sh", "-c", $"exec \"$0\" check \"$1\" {redirection}", ServerProcess.Executable, _folder.File("good.flac")) { Environment = Environment }.RunAsync();

        run.ExitCode.Should().Be(1);
        run.Errors.Should().StartWith(complaint).And.NotContain("   at ");
        ShouldHaveLeftNothing();
    }

    [Theory]
    [InlineData("INT", 130)]
    [InlineData("TERM", 143)]
    public async Task Waiting_for_a_pipe_ends_with_a_signal(string signal, int exitCode)
    {
        // Of its own: a shell lets its children in the background ignore SIGINT.
        var script = $"""
            mkfifo named input
            exec 3<>input
            env --default-signal=INT "$0" check named & one=$!
            env --default-signal=INT "$0" check - <&3 & two=$!
            until [ "$(ls -d tmp/audioserver-* 2>/dev/null | wc -l)" = 2 ]; do sleep 0.1; done
            kill -{signal} $one $two
            wait $one; echo $?
            wait $two; echo $?
            """;
        var run = await new Command("bash", "-c", script, ServerProcess.Executable) { Environment = Environment, Folder = _folder.Path }.RunAsync();

        run.Output.Should().Be($"{exitCode}\n{exitCode}\n", "{0}", run.Errors);
        ShouldHaveLeftNothing();
    }

    [Fact]
    public async Task A_folder_for_copies_that_is_not_there_is_told()
    {
        var run = await ServerProcess.RunAsync(["check", _folder.File("good.flac")], new Dictionary<string, string> { ["TMPDIR"] = _folder.File("nowhere") });

        run.ExitCode.Should().Be(1);
        run.Errors.Should().Contain("TMPDIR names another folder.").And.NotContain("   at ");
    }

    [Fact]
    public async Task As_SARIF_the_place_is_a_region()
    {
        var run = await CheckAsync("broken.mp3", "--sarif");

        run.ExitCode.Should().Be(3);
        var result = JsonDocument.Parse(run.Output).RootElement.GetProperty("runs")[0].GetProperty("results")[0];
        result.Text("ruleId").Should().Be("truncated");
        result.GetProperty("locations")[0].GetProperty("physicalLocation").GetProperty("artifactLocation").Text("uri").Should().Be($"file://{_folder.Path}/broken.mp3");
    }

    /// <summary>An address that the server would not start on, and a data directory of its own, are nothing to an offline check.</summary>
    private Dictionary<string, string> Environment => new() { ["TMPDIR"] = _folder.File("tmp"), ["AUDIOSERVER_DataDirectory"] = _folder.File("data"), ["AUDIOSERVER_Urls"] = "http://0.0.0.0:1" };

    private Task<Run> CheckAsync(params string[] arguments) =>
        ServerProcess.RunAsync(["check", .. arguments.Select(argument => argument.StartsWith('-') ? argument : _folder.File(argument))], Environment);

    private void ShouldHaveLeftNothing()
    {
        Directory.GetFileSystemEntries(_folder.File("tmp"), "audioserver-*").Should().BeEmpty();
        Directory.Exists(_folder.File("data")).Should().BeFalse();
    }

    private static async Task<JsonElement> ReadJUnitAsync(string xml)
    {
        var run = await new Command("node", Path.Combine(Fixtures.Root, "tests", "junit-reader", "read.mjs")) { Input = xml }.SucceedAsync();
        return JsonDocument.Parse(run.Bytes).RootElement;
    }
}
