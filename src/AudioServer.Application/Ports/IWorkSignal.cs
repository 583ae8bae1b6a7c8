namespace AudioServer.Application.Ports;

/// <summary>Saves workers the wait when there is work. The work itself stands in the database.</summary>
public interface IWorkSignal
{
    /// <summary>Wakes one worker, now or when it next waits.</summary>
    void Wake();

    /// <summary>Waits until woken, at most so long.</summary>
    Task WaitAsync(TimeSpan atMost, CancellationToken cancellationToken);
}
