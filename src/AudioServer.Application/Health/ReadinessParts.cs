using AudioServer.Application.Ports;

namespace AudioServer.Application.Health;

/// <summary>The parts the server cannot work without, each looked at once for all who ask within a second, and waited for no longer than a bound.</summary>
public sealed class ReadinessParts(IEnumerable<IReadinessCheck> checks, TimeProvider time)
{
    public IReadOnlyList<ReadinessPart> Parts { get; } = [.. checks.Select(check => new ReadinessPart(check, time))];
}

/// <summary>One part, and the last look at it.</summary>
public sealed class ReadinessPart(IReadinessCheck check, TimeProvider time)
{
    /// <summary>Anybody may ask, as often as they like; a look costs a write to the disk.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);

    /// <summary>A part that takes longer counts as failed: whoever watches the server gives up on an answer that does not come.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private Task<string?>? _look;
    private long _begun;

    public string Name => check.Part;

    /// <summary>What the last look found, when it is younger than a second or still going on; else what a new one finds.</summary>
    public async Task<PartReadiness> AskAsync(CancellationToken cancellationToken)
    {
        try
        {
            return new PartReadiness(await Look().WaitAsync(Patience, time, cancellationToken), check.Detail);
        }
        catch (TimeoutException)
        {
            return new PartReadiness($"It has not answered within {Patience.TotalSeconds} s.", check.Detail);
        }
    }

    private Task<string?> Look()
    {
        lock (_lock)
        {
            // One that hangs is not joined by another, or they would use up all threads.
            if (_look is null || (_look.IsCompleted && time.GetElapsedTime(_begun) >= Fresh))
            {
                _begun = time.GetTimestamp();

                // On a thread of its own: what it asks the system may block.
                _look = Task.Run(() => check.FindFaultAsync(CancellationToken.None));
            }

            return _look;
        }
    }
}
