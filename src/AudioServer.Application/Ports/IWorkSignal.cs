namespace AudioServer.Application.Ports;

/// <summary>Saves workers the wait when there is work. The work itself stands in the database.</summary>
public interface IWorkSignal
{
    /// <summary>Waits until a save has queued a file, on whichever node, at most so long. One that came while nobody waited ends the next wait.</summary>
    Task WaitAsync(TimeSpan atMost, CancellationToken cancellationToken);
}
