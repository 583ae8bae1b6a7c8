using System.Diagnostics;
using System.Text.Json;
using AudioServer.TestKit;

namespace AudioServer.FunctionalTests.CommandLine;

/// <summary>The verbs for people and CI: the real executable beside a server that verifies.</summary>
public sealed class ClientVerbTests(VerifyingServer verifying) : IClassFixture<VerifyingServer>, IDisposable
{
    private readonly AudioServerApp _server = verifying.App;
    private readonly TemporaryFolder _folder = new();

    private Dictionary<string, string> Environment => new() { ["AUDIOSERVER_URL"] = _server.Address.ToString() };

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Files_are_uploaded_listed_looked_at_downloaded_and_deleted()
    {
        File.Copy(Fixtures.MyFile, _folder.File("take.wav"));
        var id = (await DoneAsync("upload", _folder.File("take.wav"), "--label", "project:tour", "--wait")).Split('\t')[0];

        var listed = (await DoneAsync("ls", "--label", "project:tour", "--maxduration", "300", "--state", "ok")).Split('\n')[0].Split('\t');
        listed.Should().HaveCount(9).And.StartWith([id, "ok"]).And.EndWith("take.wav");
        listed[3].Should().Be($"{new FileInfo(Fixtures.MyFile).Length}");
        (await DoneAsync("ls", "--label", "project:tour", "--json", "--fields", "name")).Should().Be("{\"name\":\"take.wav\"}\n");
        (await DoneAsync("ls", "--label", "project:tour", "--count")).Should().Be("1\n");
        (await DoneAsync("info", "take.wav")).Should().Contain($"id\t{id}\n").And.Contain("verification.state\tok\n").And.Contain("labels.project\ttour\n").And.Contain("hasCover\tfalse\n").And.NotContain("firstFinding");

        await DoneAsync("get", "take.wav", "-o", _folder.Path + "/again.wav");
        File.ReadAllBytes(_folder.File("again.wav")).Should().Equal(File.ReadAllBytes(Fixtures.MyFile));
        await DoneAsync("get", "take.wav", "--from", "0.25", "--to", "0.5", "-o", _folder.File("part.wav"));
        new FileInfo(_folder.File("part.wav")).Length.Should().BeInRange(44 + 44_100, 200 + 44_100, "a quarter of a second");
        Directory.GetFiles(_folder.Path).Should().HaveCount(3, "no part is left behind");

        var deleted = await RunAsync("rm", "missing.wav", "take.wav");
        deleted.ExitCode.Should().Be(5);
        deleted.Errors.Should().StartWith("missing.wav: There is no file named");
        (await DoneAsync("ls", "--label", "project:tour")).Should().BeEmpty();
    }

    [Fact]
    public async Task A_folder_is_uploaded_whole_each_refusal_told_and_what_is_there_not_sent_again()
    {
        Directory.CreateDirectory(_folder.File("music/below"));
        File.Copy(Fixtures.Audio("flac-s16.flac"), _folder.File("music/folder.flac"));
        File.Copy(Fixtures.Audio("ogg-vorbis.ogg"), _folder.File("music/below/folder.ogg"));
        File.Copy(Fixtures.Other("plain.txt"), _folder.File("music/below/notes.txt"));
        File.WriteAllBytes(_folder.File("music/folder-cut.mp3"), VerifyingServer.Cut("mp3-cbr.mp3", 50));

        var first = await RunAsync("upload", _folder.File("music"), "--wait=60", "--onbroken", "discard", "--json");
        var again = await RunAsync("upload", _folder.File("music/folder.flac"), _folder.File("music/below/folder.ogg"), "--onconflict", "fail");

        first.ExitCode.Should().Be(3, "damage weighs more than a refusal; it said {0}", first.Errors);
        first.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement.Text("name")).Should().Equal("folder.ogg", "folder.flac");
        var problems = first.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        problems.Select(problem => $"{problem.Text("code")} {Path.GetFileName(problem.Text("file"))}").Should().Equal("not_audio notes.txt", "audio_broken folder-cut.mp3");
        again.ExitCode.Should().Be(0);
        again.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Should().HaveCount(2);
        again.Errors.Should().Contain("folder.flac: is there already");
        (await _server.GetJsonAsync("/list?name=folder*&count=true")).GetProperty("total").GetInt32().Should().Be(2);
    }

    [Fact]
    public async Task A_file_that_is_there_already_gets_the_labels_that_were_asked_for_beside_its_own()
    {
        File.Copy(Fixtures.MyFile, _folder.File("labelled.wav"));
        await DoneAsync("upload", _folder.File("labelled.wav"), "--label", "take:1");
        (await RunAsync("upload", _folder.File("labelled.wav"), "--label", "project:again", "--label", "place:a:b")).ExitCode.Should().Be(0);

        (await DoneAsync("info", "labelled.wav")).Should().Contain("labels.take\t1\n").And.Contain("labels.project\tagain\n").And.Contain("labels.place\ta:b\n");
    }

    [Fact]
    public async Task A_name_as_long_as_names_can_be_is_downloaded_too()
    {
        var name = new string('n', 251) + ".wav";
        await _server.PostAsync($"?name={name}", Requests.Wav).CreatedAsync();
        await DoneAsync("get", name, "-o", _folder.Path);

        File.ReadAllBytes(_folder.File(name)).Should().Equal(Requests.Wav);
        Directory.GetFiles(_folder.Path).Should().ContainSingle();
    }

    [Theory]
    [InlineData("upload", "")]
    [InlineData("upload", "--name", "", "x.wav")]
    [InlineData("check", "")]
    [InlineData("get", "x", "-o", "")]
    [InlineData("get", "")]
    public async Task An_empty_name_is_no_usage(params string[] arguments)
    {
        var refused = await RunAsync(arguments);

        refused.ExitCode.Should().Be(2);
        refused.Errors.Should().ContainAny("A file's name is empty.", "-o needs the name of a file.").And.NotContain("   at ");
    }

    [Fact]
    public async Task What_is_refused_is_told_in_the_servers_words_with_its_exit_code()
    {
        await _server.PostAsync("?name=refused.wav", Requests.Wav).CreatedAsync();
        File.WriteAllBytes(_folder.File("refused.wav"), Requests.Wav[..^2]);
        (string[] Arguments, int ExitCode, string Reason)[] refused =
        [
            (["upload", _folder.File("refused.wav")], 1, "A file named \"refused.wav\" exists already."),
            (["upload", _folder.File("none.wav")], 5, "none.wav: There is no such file."),
            (["upload", "--wait", "30", _folder.File("refused.wav")], 2, "--wait=30 waits so many seconds"),
            (["ls", "--minduration", "x"], 2, "minduration"),
            (["info", "nobody.wav"], 5, "There is no file named"),
            (["get", "nobody.wav", "-o", _folder.File("nobody.wav")], 5, "There is no file named"),
            (["get", "refused.wav", "-o", _folder.File("none/nobody.wav")], 1, "nobody.wav"),
        ];

        foreach (var (arguments, exitCode, reason) in refused)
        {
            var run = await RunAsync(arguments);

            run.ExitCode.Should().Be(exitCode, "{0} said {1}", string.Join(' ', arguments), run.Errors);
            run.Errors.Should().Contain(reason).And.NotContain("   at ");
            run.Output.Should().BeEmpty();
        }

        Directory.GetFiles(_folder.Path).Should().ContainSingle("nothing is written of what did not come");
    }

    [Fact]
    public async Task A_device_that_is_full_is_told()
    {
        File.Copy(Fixtures.MyFile, _folder.File("device.wav"));
        await DoneAsync("upload", _folder.File("device.wav"));

        var run = await RunAsync("get", "device.wav", "-o", "/dev/full");

        run.ExitCode.Should().Be(1);
        run.Errors.Should().StartWith("No space left on device").And.NotContain("   at ");
    }

    [Fact]
    public async Task Standard_input_is_uploaded_and_standard_output_downloaded()
    {
        var script = $"""
            set -e
            '{ServerProcess.Executable}' upload - --name piped.wav --wait <'{Fixtures.MyFile}'
            cat '{Fixtures.MyFile}' | '{ServerProcess.Executable}' upload - --name piped2.wav
            '{ServerProcess.Executable}' get piped2.wav -o - | cmp - '{Fixtures.MyFile}'
            """;

        var run = await new Command("/bin/bash", "-c", script) { Environment = Environment }.SucceedAsync();

        run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t')[^1]).Should().Equal("piped.wav", "piped2.wav");
    }

    [Fact]
    public async Task A_watch_tells_what_happens_and_ends_well_when_it_is_told_to()
    {
        using var watch = Process.Start(new Command(ServerProcess.Executable, "watch") { Environment = Environment }.StartInfo)!;
        try
        {
            // It says nothing when it is there, so that files come until it speaks.
            var first = watch.StandardOutput.ReadLineAsync();
            for (var i = 0; !first.IsCompleted; i++)
            {
                await _server.PostAsync($"?name=watched-{i}.wav&wait=60", Requests.Wav).CreatedAsync();
                await Task.WhenAny(first, Task.Delay(TimeSpan.FromMilliseconds(200)));
            }

            (await first).Should().MatchRegex("^audio\\.(created|verified)\t[0-9a-f-]{36}\t(pending|ok)\twatched-[0-9]+\\.wav$");
            // By SIGTERM, which it takes as it takes Ctrl-C: that signal is ignored in what a script has put into the background, these tests perhaps.
            await new Command("kill", "-TERM", $"{watch.Id}").SucceedAsync();
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
            await watch.WaitForExitAsync(patience.Token);
            watch.ExitCode.Should().Be(0, await watch.StandardError.ReadToEndAsync());
        }
        finally
        {
            watch.Kill();
        }
    }

    private async Task<string> DoneAsync(params string[] arguments)
    {
        var run = await RunAsync(arguments);
        run.ExitCode.Should().Be(0, "{0} said {1}", string.Join(' ', arguments), run.Errors);
        run.Errors.Should().BeEmpty("there is no terminal to draw a bar on");
        return run.Output;
    }

    private Task<Run> RunAsync(params string[] arguments) =>
        ServerProcess.RunAsync(arguments, Environment);
}
