using AudioServer.Infrastructure.Processes;

namespace AudioServer.IntegrationTests.Processes;

/// <summary>What a caged tool writes beyond its bound takes no memory.</summary>
[Collection(WholeProcess.Name)]
public sealed class CagedOutputTests
{
    public static TheoryData<string> Kinds => Caged.Kinds;

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_flood_of_output_ends_the_run_and_is_not_kept(string kind)
    {
        var before = GC.GetTotalAllocatedBytes();

        var result = await Caged.RunAsync(new CagedCommand("/usr/bin/yes", [], new CageLimits(10)), kind, new RunBounds(TimeSpan.FromSeconds(20), 100_000));

        result.Outcome.Should().Be(CagedOutcome.OutputTooLarge);
        result.Output.Length.Should().Be(0);
        (GC.GetTotalAllocatedBytes() - before).Should().BeLessThan(16 * 1024 * 1024);
    }
}
