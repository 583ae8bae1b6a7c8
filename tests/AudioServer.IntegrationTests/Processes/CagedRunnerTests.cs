using System.Diagnostics;
using AudioServer.Infrastructure.Processes;

namespace AudioServer.IntegrationTests.Processes;

public sealed class CagedRunnerTests
{
    public static TheoryData<string> Kinds => Caged.Kinds;

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task What_outlasts_its_time_is_killed_with_all_its_children(string kind)
    {
        // A number that no other run sleeps for tells these sleepers from all others.
        var seconds = $"{Random.Shared.Next(1_000_000, 100_000_000)}";

        var result = await Caged.RunAsync(Caged.Shell($"sleep {seconds} & sleep {seconds}"), kind, new RunBounds(TimeSpan.FromMilliseconds(300), 1024));

        result.Outcome.Should().Be(CagedOutcome.TimedOut);
        await LiveProcesses.ShouldVanishAsync(seconds);
    }

    [Fact]
    public async Task Of_a_flood_of_complaints_the_first_and_the_last_are_kept()
    {
        var result = await Caged.RunAsync(
            Caged.Shell("{ echo first; seq 1 200000; echo last; } >&2"), bounds: new RunBounds(TimeSpan.FromSeconds(20), 1024, ErrorBytes: 1000));

        result.Outcome.Should().Be(CagedOutcome.Exited);
        result.Errors.Should().StartWith("first\n1\n").And.Contain("\n...\n").And.EndWith("200000\nlast\n").And.HaveLength(1000 + "\n...\n".Length);
    }

    [Fact]
    public async Task Complaints_within_the_bound_are_whole()
    {
        var result = await Caged.RunAsync(Caged.Shell("printf 'aé%.0s' 1 2 3 4 >&2"), bounds: new RunBounds(TimeSpan.FromSeconds(20), 1024, ErrorBytes: 13));

        result.Errors.Should().Be("aéaéaéaé");
    }

    [Fact]
    public async Task Cancelling_kills_the_tool()
    {
        var seconds = $"{Random.Shared.Next(1_000_000, 100_000_000)}";
        using var cancelled = new CancellationTokenSource();
        var run = new CagedRunner(Caged.Strongest, TimeProvider.System).RunAsync(Caged.Shell($"sleep {seconds}"), new RunBounds(TimeSpan.FromMinutes(1), 1024), cancelled.Token);
        await LiveProcesses.ShouldAppearAsync(seconds);

        await cancelled.CancelAsync();

        await FluentActions.Awaiting(() => run).Should().ThrowAsync<OperationCanceledException>();
        await LiveProcesses.ShouldVanishAsync(seconds);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_tool_that_is_not_there_is_the_cages_fault_not_the_files(string kind)
    {
        var result = await Caged.RunAsync(new CagedCommand("/usr/bin/no-such-tool", [], new CageLimits(10)), kind);

        result.Outcome.Should().Be(CagedOutcome.CageFailed);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task No_child_outlives_a_parent_that_is_killed(string kind)
    {
        var seconds = $"{Random.Shared.Next(1_000_000, 100_000_000)}";
        var wrapped = Caged.Of(kind).Wrap(new CagedCommand("/bin/sleep", [seconds], new CageLimits(10)));
        using var parent = Process.Start("/bin/sh", ["-c", "\"$@\" & wait", "parent", wrapped.FileName, .. wrapped.ArgumentList]);
        await LiveProcesses.ShouldAppearAsync(seconds);

        // The parent alone, as kill -9 does; not its tree.
        parent.Kill();

        await LiveProcesses.ShouldVanishAsync(seconds);
    }

    [Fact]
    public async Task Bubblewrap_takes_the_childs_children_along()
    {
        var seconds = $"{Random.Shared.Next(1_000_000, 100_000_000)}";
        var wrapped = Caged.Strongest.Wrap(Caged.Shell($"setsid sleep {seconds} & wait"));
        using var parent = Process.Start("/bin/sh", ["-c", "\"$@\" & wait", "parent", wrapped.FileName, .. wrapped.ArgumentList]);
        await LiveProcesses.ShouldAppearAsync(seconds);

        parent.Kill();

        await LiveProcesses.ShouldVanishAsync(seconds);
    }

    [Fact]
    public async Task A_child_outlives_the_thread_that_asked_for_it()
    {
        var child = new TaskCompletionSource<Process>();
        var thread = "";
        var asker = new Thread(() =>
        {
            thread = new FileInfo("/proc/thread-self").LinkTarget!;
            var starting = ChildProcesses.StartAsync(Caged.Strongest.Wrap(new CagedCommand("/bin/cat", [], new CageLimits(10))), CancellationToken.None);
            var started = starting.GetAwaiter().GetResult();

            // Its answer says that the cage stands, and with it the wish to die with the parent.
            started.StandardInput.WriteLine("here");
            started.StandardOutput.ReadLine().Should().Be("here");
            child.SetResult(started);
        });
        asker.Start();
        using var process = await child.Task;
        SpinWait.SpinUntil(() => !Directory.Exists(Path.Combine("/proc", thread)), TimeSpan.FromSeconds(10)).Should().BeTrue("the thread has ended");

        await process.StandardInput.WriteLineAsync("still here");

        (await process.StandardOutput.ReadLineAsync()).Should().Be("still here");
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        process.ExitCode.Should().Be(0);
    }
}
