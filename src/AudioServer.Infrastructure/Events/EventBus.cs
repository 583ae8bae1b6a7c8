using System.Collections.Concurrent;
using System.Threading.Channels;
using AudioServer.Application.Ports;

namespace AudioServer.Infrastructure.Events;

/// <summary>Hands notices to the listeners of this process. Whatever brings the database's news calls it.</summary>
internal sealed class EventBus(TimeProvider time) : IEventBus
{
    /// <summary>Notices kept for a listener that does not keep up. Any one of them makes it look at everything.</summary>
    private const int Capacity = 64;

    private readonly ConcurrentDictionary<Subscription, Guid> _subscriptions = new();

    private TimeProvider Time => time;

    /// <summary>Wakes all who listen to the owner. Never waits for them.</summary>
    public void Publish(EventNotice notice)
    {
        foreach (var (subscription, ownerId) in _subscriptions)
        {
            if (ownerId == notice.OwnerId)
            {
                subscription.Notices.Writer.TryWrite(notice);
            }
        }
    }

    /// <summary>Has everybody look again: news may have been missed.</summary>
    public void WakeAll()
    {
        foreach (var ownerId in _subscriptions.Values.Distinct())
        {
            Publish(new EventNotice(ownerId));
        }
    }

    public IEventSubscription Subscribe(Guid ownerId)
    {
        var subscription = new Subscription(this);
        _subscriptions[subscription] = ownerId;
        return subscription;
    }

    private sealed class Subscription(EventBus bus) : IEventSubscription
    {
        public Channel<EventNotice> Notices { get; } = Channel.CreateBounded<EventNotice>(new BoundedChannelOptions(Capacity) { FullMode = BoundedChannelFullMode.DropOldest });

        public async Task<EventNotice?> NextAsync(TimeSpan atMost, CancellationToken cancellationToken)
        {
            using var limit = new CancellationTokenSource(atMost, bus.Time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
            try
            {
                return await Notices.Reader.ReadAsync(either.Token);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                return null;
            }
        }

        public void Dispose() => bus._subscriptions.TryRemove(this, out _);
    }
}
