using AudioServer.Api.Client;
using AudioServer.Api.Errors;

namespace AudioServer.UnitTests.Api.Client;

public sealed class ExitCodeTests
{
    /// <summary>Every problem there is that ends in something else than 1.</summary>
    private static readonly Dictionary<string, int> Special = new()
    {
        ["invalid_parameter"] = ExitCode.Usage,
        ["audio_broken"] = ExitCode.Damaged,
        ["unauthenticated"] = ExitCode.NotAllowed,
        ["invalid_credentials"] = ExitCode.NotAllowed,
        ["invalid_token"] = ExitCode.NotAllowed,
        ["cross_site"] = ExitCode.NotAllowed,
        ["invalid_link"] = ExitCode.NotAllowed,
        ["insufficient_scope"] = ExitCode.NotAllowed,
        ["not_found"] = ExitCode.NotFound,
        ["too_large"] = ExitCode.Limit,
        ["quota_exceeded"] = ExitCode.Limit,
        ["busy"] = ExitCode.Limit,
        ["rate_limited"] = ExitCode.Limit,
        ["storage_full"] = ExitCode.Limit,
    };

    [Fact]
    public void Each_problem_has_one() =>
        ProblemTable.Codes.ToDictionary(problem => problem.Key, problem => ExitCode.Of(problem.Value.Status, problem.Key))
            .Should().BeEquivalentTo(ProblemTable.Codes.Keys.ToDictionary(code => code, code => Special.GetValueOrDefault(code, ExitCode.Failure)));

    [Theory]
    [InlineData(401, ExitCode.NotAllowed)]
    [InlineData(404, ExitCode.NotFound)]
    [InlineData(413, ExitCode.Limit)]
    [InlineData(422, ExitCode.Failure)]
    [InlineData(502, ExitCode.Network)]
    [InlineData(500, ExitCode.Failure)]
    public void An_answer_of_something_else_ends_by_its_status(int status, int expected) => ExitCode.Of(status, null).Should().Be(expected);

    [Theory]
    [InlineData(ExitCode.Done, ExitCode.NotFound, ExitCode.NotFound)]
    [InlineData(ExitCode.Damaged, ExitCode.Failure, ExitCode.Damaged)]
    [InlineData(ExitCode.Failure, ExitCode.NotFound, ExitCode.Failure)]
    [InlineData(ExitCode.Damaged, ExitCode.Limit, ExitCode.Limit)]
    [InlineData(ExitCode.NotAllowed, ExitCode.Network, ExitCode.Network)]
    public void Of_two_the_weightier_counts(int one, int other, int expected)
    {
        ExitCode.Worst(one, other).Should().Be(expected);
        ExitCode.Worst(other, one).Should().Be(expected);
    }
}
