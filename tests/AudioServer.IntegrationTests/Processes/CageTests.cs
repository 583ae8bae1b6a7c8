using System.Net;
using System.Net.Sockets;
using System.Text;
using AudioServer.Infrastructure.Processes;
using AudioServer.TestKit;

namespace AudioServer.IntegrationTests.Processes;

public sealed class CageTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Kinds => Caged.Kinds;

    public static TheoryData<string> OddNames => new("with space.wav", "quote'\"$(id)`.wav", "line\nbreak.wav", "-leading.wav", "--help", "ümläut\u202e.wav", "a:b,c.wav");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_description_names_what_is_in_force()
    {
        Caged.Of("bubblewrap").Description.Should().Be("bubblewrap + prlimit");
        Caged.Of("unshare").Description.Should().Be("unshare + prlimit");
        Caged.Of("prlimit").Description.Should().Be("prlimit");
        Caged.Of("none").Description.Should().Be("none, time limits only; children may outlive a killed server");
    }

    [Fact]
    public void A_wall_that_does_not_hold_is_left_out()
    {
        Cage.Strongest(Caged.Tools with { Bubblewrap = "/usr/bin/false" }).Description.Should().Be("unshare + prlimit");
        Cage.Strongest(Caged.Tools with { Bubblewrap = "/nowhere/bwrap", Prlimit = "/nowhere/prlimit" }).Description.Should().Be("unshare");
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task The_tool_reads_its_input_and_answers_its_exit_code(string kind)
    {
        var input = _folder.Write("input", "forty-two"u8);
        var command = Caged.Shell($"cat \"{Caged.Of(kind).Inside(input)}\"; echo oops >&2; exit 42") with { Input = input };

        var result = await Caged.RunAsync(command, kind);

        result.Should().BeEquivalentTo(new { Outcome = CagedOutcome.Exited, ExitCode = 42, Errors = "oops\n" });
        Encoding.UTF8.GetString(result.Output.Span).Should().Be("forty-two");
    }

    [Theory]
    [MemberData(nameof(OddNames))]
    public async Task Any_file_name_is_only_a_name(string name)
    {
        var input = _folder.Write(name, "same"u8);
        foreach (var kind in new[] { "bubblewrap", "unshare", "prlimit" })
        {
            var result = await Caged.RunAsync(new CagedCommand("/bin/cat", [Caged.Of(kind).Inside(input)], new CageLimits(10)) { Input = input }, kind);
            Encoding.UTF8.GetString(result.Output.Span).Should().Be("same", "in the cage of {0}", kind);
        }
    }

    [Fact]
    public async Task Inside_bubblewrap_the_input_is_all_there_is_of_the_data_and_cannot_be_written()
    {
        var input = _folder.Write("input", "mine"u8);
        _folder.Write("neighbour", "secret"u8);

        (await OutputAsync($"cat {_folder.File("neighbour")}", input)).Should().BeEmpty();
        (await OutputAsync("ls -A /", input)).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Should().BeSubsetOf(["bin", "dev", "etc", "input", "lib", "lib32", "lib64", "libx32", "proc", "sbin", "usr"]);
        (await OutputAsync("ls -A /etc", input)).Split('\n', StringSplitOptions.RemoveEmptyEntries).Should().BeSubsetOf(["alternatives", "ld.so.cache"]);
        (await OutputAsync("echo changed > /input || echo refused", input)).Should().Be("refused\n");
        (await OutputAsync("touch /usr/planted || echo refused", input)).Should().Be("refused\n");
        System.IO.File.ReadAllText(input).Should().Be("mine");
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task The_output_can_be_written_up_to_its_bound(string kind)
    {
        var output = _folder.Write("output", []);
        var command = new CagedCommand("/bin/dd", ["if=/dev/zero", $"of={Caged.Of(kind).InsideOutput(output)}", "bs=1000", "count=3"], new CageLimits(10, FileSize: 3000)) { Output = output };

        (await Caged.RunAsync(command, kind)).ExitCode.Should().Be(0);
        new FileInfo(output).Length.Should().Be(3000);

        (await Caged.RunAsync(command with { Limits = new CageLimits(10, FileSize: 2999) }, kind)).ExitCode.Should().NotBe(0);
        new FileInfo(output).Length.Should().BeLessThan(3000);
    }

    [Fact]
    public async Task Inside_bubblewrap_nothing_but_the_output_can_be_written()
    {
        var (input, output) = (_folder.Write("input", "mine"u8), _folder.Write("output", []));

        var result = await Caged.RunAsync(Caged.Shell("echo made > /output; echo changed > /input; rm /output; ls -A /") with { Input = input, Output = output });

        Encoding.UTF8.GetString(result.Output.Span).Should().Contain("output\n");
        System.IO.File.ReadAllText(output).Should().Be("made\n");
        System.IO.File.ReadAllText(input).Should().Be("mine");
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task The_environment_is_emptied(string kind)
    {
        Environment.SetEnvironmentVariable("AUDIOSERVER_TEST_SECRET", "hunter2");

        var result = await Caged.RunAsync(new CagedCommand("/usr/bin/env", [], new CageLimits(10)), kind);

        Encoding.UTF8.GetString(result.Output.Span).Split('\n', StringSplitOptions.RemoveEmptyEntries).Should().BeSubsetOf(["LANG=C", "PWD=/"]).And.Contain("LANG=C");
    }

    [Theory]
    [InlineData("bubblewrap")]
    [InlineData("unshare")]
    public async Task The_network_is_out_of_reach(string kind)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var command = new CagedCommand("/bin/bash", ["-c", $"exec 3<>/dev/tcp/127.0.0.1/{port} && echo reached"], new CageLimits(10));

        (await Caged.RunAsync(command, "prlimit")).ExitCode.Should().Be(0, "the listener is there for those who see the network");
        var result = await Caged.RunAsync(command, kind);

        result.ExitCode.Should().NotBe(0);
        result.Output.Length.Should().Be(0);
    }

    [Fact]
    public async Task Inside_bubblewrap_no_other_process_is_seen()
    {
        var pids = (await OutputAsync("ls /proc | grep -E '^[0-9]+$'")).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        pids.Should().HaveCountLessThan(6).And.NotContain($"{Environment.ProcessId}");
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Memory_is_bounded(string kind)
    {
        // dd allocates its whole block at once.
        var result = await Caged.RunAsync(new CagedCommand("/bin/dd", ["if=/dev/zero", "of=/dev/null", "bs=1G", "count=1"], new CageLimits(10)), kind);

        result.Outcome.Should().Be(CagedOutcome.Exited);
        result.ExitCode.Should().NotBe(0);
        result.Errors.Should().Contain("memory exhausted");
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Processor_time_is_bounded(string kind)
    {
        var result = await Caged.RunAsync(Caged.Shell("while :; do :; done", new CageLimits(CpuSeconds: 1)), kind);

        result.Should().BeEquivalentTo(new { Outcome = CagedOutcome.Exited });
        result.ExitCode.Should().BeGreaterThan(128, "a signal of the kernel's ended it");
    }

    private static async Task<string> OutputAsync(string script, string? input = null) =>
        Encoding.UTF8.GetString((await Caged.RunAsync(Caged.Shell(script) with { Input = input })).Output.Span);
}
