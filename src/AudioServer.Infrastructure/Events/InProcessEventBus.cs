using System.Collections.Concurrent;
using System.Threading.Channels;
using AudioServer.Application.Ports;

namespace AudioServer.Infrastructure.Events;

/// <summary>Carries notices between the requests and workers of one process.</summary>
internal sealed class InProcessEventBus(TimeProvider time) : IEventBus
{
    /// <summary>Notices kept for a listener that does not keep up. Any one of them makes it look at everything.</summary>
    private const int Capacity = 64;

    private readonly ConcurrentDictionary<Subscription, Guid> _subscriptions = new();

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

    public IEventSubscription Subscribe(Guid ownerId)
    {
        var subscription = new Subscription(this);
        _subscriptions[subscription] = ownerId;
        return subscription;
    }

    private sealed class Subscription(InProcessEventBus bus) : IEventSubscription
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

    private TimeProvider Time => time;
}
