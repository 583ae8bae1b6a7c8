using AudioServer.Application.Ports;

namespace AudioServer.Infrastructure.Verification;

/// <summary>Wakes the workers of this process. Whatever brings the database's news calls it.</summary>
internal sealed class WorkSignal(TimeProvider time) : IWorkSignal, IDisposable
{
    private readonly SemaphoreSlim _work = new(0);

    /// <summary>Wakes one worker, now or when it next waits.</summary>
    public void Wake() => _work.Release();

    public async Task WaitAsync(TimeSpan atMost, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(atMost, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await _work.WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Time to look by oneself.
        }
    }

    public void Dispose() => _work.Dispose();
}
