namespace AudioServer.Application.Ports;

/// <summary>
/// Wakes those who wait for something to become of a file, whichever node did it: the database tells of every save that events or progress are in.
/// What has become of it stands there: a notice lost costs time, not truth.
/// </summary>
public interface IEventBus
{
    /// <summary>Listens from now on, until disposed of.</summary>
    IEventSubscription Subscribe(Guid ownerId);
}

/// <summary>One listener.</summary>
public interface IEventSubscription : IDisposable
{
    /// <summary>Waits for the next notice, at most so long; null when none came. A listener that is slow loses the oldest ones.</summary>
    Task<EventNotice?> NextAsync(TimeSpan atMost, CancellationToken cancellationToken);
}

/// <summary>A reason to look at the database again.</summary>
/// <param name="OwnerId">Whose files.</param>
/// <param name="Progressed">A file whose verification has come further, of which no event tells; null for other news.</param>
public sealed record EventNotice(Guid OwnerId, Guid? Progressed = null);
