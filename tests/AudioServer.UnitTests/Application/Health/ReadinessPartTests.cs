using AudioServer.Application.Health;
using AudioServer.Application.Ports;
using NSubstitute;

namespace AudioServer.UnitTests.Application.Health;

public sealed class ReadinessPartTests
{
    private readonly IReadinessCheck _check = Substitute.For<IReadinessCheck>();
    private readonly TaskCompletionSource<string?> _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly MovedTime _time = new();
    private int _looks;

    public ReadinessPartTests() => _check.FindFaultAsync(default).ReturnsForAnyArgs(_ =>
    {
        Interlocked.Increment(ref _looks);
        return _end.Task;
    });

    [Fact]
    public async Task All_who_ask_at_once_and_within_a_second_share_one_look()
    {
        var part = new ReadinessPart(_check, _time);

        var asking = Enumerable.Range(0, 50).Select(_ => part.AskAsync(CancellationToken.None)).ToList();
        _end.SetResult("It is broken.");
        (await Task.WhenAll(asking)).Should().OnlyContain(answer => answer.Fault == "It is broken.");
        _time.Now += TimeSpan.FromSeconds(0.9);
        await part.AskAsync(CancellationToken.None);
        _looks.Should().Be(1);

        _time.Now += TimeSpan.FromSeconds(0.1);
        await part.AskAsync(CancellationToken.None);
        _looks.Should().Be(2);
    }

    [Fact]
    public async Task One_that_hangs_counts_as_failed_and_is_not_asked_again_until_it_answers()
    {
        var part = new ReadinessPart(_check, _time);
        _time.TimersFireAtOnce = true;

        for (var time = 0; time < 3; time++)
        {
            (await part.AskAsync(CancellationToken.None)).Fault.Should().Be("It has not answered within 5 s.");
            _time.Now += TimeSpan.FromMinutes(1);
        }

        _time.TimersFireAtOnce = false;
        _end.SetResult(null);
        (await part.AskAsync(CancellationToken.None)).Fault.Should().BeNull();
        _looks.Should().BeLessThanOrEqualTo(2, "only once it had answered it could be asked anew");
    }

    private sealed class MovedTime : TimeProvider
    {
        public TimeSpan Now { get; set; }

        public bool TimersFireAtOnce { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Now.Ticks;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, TimersFireAtOnce && dueTime > TimeSpan.Zero ? TimeSpan.FromTicks(1) : dueTime, period);
    }
}
