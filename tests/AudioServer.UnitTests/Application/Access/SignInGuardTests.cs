using AudioServer.Application.Access;
using AudioServer.Domain.Failures;
using AudioServer.TestKit;

namespace AudioServer.UnitTests.Application.Access;

public sealed class SignInGuardTests
{
    private readonly FixedClock _clock = new(new DateTimeOffset(2026, 11, 24, 9, 0, 0, TimeSpan.Zero));
    private readonly SignInGuard _guard;

    public SignInGuardTests() => _guard = new SignInGuard(_clock);

    [Fact]
    public async Task Five_failures_are_free_and_the_lock_doubles_up_to_a_quarter_of_an_hour()
    {
        await FailAsync("alice", SignInGuard.FreeFailures);
        foreach (var seconds in new[] { 30, 60, 120, 240, 480, 900, 900, 900 })
        {
            (await LockedForAsync("alice")).Should().Be(TimeSpan.FromSeconds(seconds));
            _clock.Now += TimeSpan.FromSeconds(seconds);
            await FailAsync("alice", 1);
        }
    }

    [Fact]
    public async Task Success_clears_the_name()
    {
        await FailAsync("alice", SignInGuard.FreeFailures - 1);

        (await _guard.TryAsync<string>("alice", () => Task.FromResult<string?>("in"))).Should().Be("in");

        await FailAsync("alice", SignInGuard.FreeFailures - 1);
    }

    [Fact]
    public async Task An_hour_of_quiet_is_forgotten()
    {
        await FailAsync("alice", SignInGuard.FreeFailures - 1);

        _clock.Now += TimeSpan.FromHours(1) + TimeSpan.FromSeconds(1);

        await FailAsync("alice", SignInGuard.FreeFailures);
        (await LockedForAsync("alice")).Should().Be(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task Names_are_apart()
    {
        await FailAsync("alice", SignInGuard.FreeFailures);

        await FailAsync("bob", 1);
    }

    [Fact]
    public async Task As_many_tries_are_under_way_as_failures_are_left()
    {
        var hold = new TaskCompletionSource<string?>();
        var under = Enumerable.Range(0, SignInGuard.FreeFailures).Select(_ => _guard.TryAsync("alice", () => hold.Task)).ToList();

        await FluentActions.Awaiting(() => _guard.TryAsync<string>("alice", () => throw new InvalidOperationException("not to be run"))).Should().ThrowAsync<RateLimited>();

        hold.SetResult(null);
        await Task.WhenAll(under);
        (await LockedForAsync("alice")).Should().Be(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task A_try_that_came_to_no_end_counts_as_neither()
    {
        for (var number = 0; number < 2 * SignInGuard.FreeFailures; number++)
        {
            await FluentActions.Awaiting(() => _guard.TryAsync<string>("alice", () => throw new TimeoutException())).Should().ThrowAsync<TimeoutException>();
        }

        await FailAsync("alice", SignInGuard.FreeFailures);
    }

    [Fact]
    public async Task Whoever_fills_it_with_names_frees_no_name_that_is_under_attack()
    {
        await FailAsync("alice", SignInGuard.FreeFailures);
        for (var number = 0; number < 90_000; number++)
        {
            await FailAsync($"name-{number}", 1);
        }

        (await LockedForAsync("alice")).Should().BePositive();
    }

    private async Task FailAsync(string name, int times)
    {
        for (var time = 0; time < times; time++)
        {
            (await _guard.TryAsync<string>(name, () => Task.FromResult<string?>(null))).Should().BeNull();
        }
    }

    private async Task<TimeSpan?> LockedForAsync(string name) =>
        (await FluentActions.Awaiting(() => _guard.TryAsync<string>(name, () => throw new InvalidOperationException("not to be run"))).Should().ThrowAsync<RateLimited>()).Which.RetryAfter;
}
