using AudioServer.Application.Verification;
using AudioServer.Infrastructure.Verification;
using AudioServer.TestKit;
using Microsoft.Extensions.Options;

namespace AudioServer.IntegrationTests.Verification;

public sealed class WorkerReadinessTests
{
    private readonly FixedClock _clock = new(DateTimeOffset.UnixEpoch);

    [Fact]
    public async Task A_worker_without_a_sign_of_life_is_missed_until_it_gives_one()
    {
        var readiness = Of(workers: 2);

        _clock.Now += TimeSpan.FromSeconds(70);
        readiness.Beat(0);
        (await readiness.FindFaultAsync(CancellationToken.None)).Should().BeNull();

        _clock.Now += TimeSpan.FromSeconds(1);
        (await readiness.FindFaultAsync(CancellationToken.None)).Should().Be("1 of 2 workers have given no sign of life for 70 s.");

        readiness.Beat(1);
        (await readiness.FindFaultAsync(CancellationToken.None)).Should().BeNull();
    }

    [Fact]
    public async Task Where_nothing_is_verified_nobody_is_missed()
    {
        var readiness = Of(workers: 0);

        _clock.Now += TimeSpan.FromDays(1);

        (await readiness.FindFaultAsync(CancellationToken.None)).Should().BeNull();
        readiness.Detail.Should().Be("none here");
    }

    private WorkerReadiness Of(int workers) => new(new WorkerCount(workers), Options.Create(new VerificationOptions()), _clock);
}
