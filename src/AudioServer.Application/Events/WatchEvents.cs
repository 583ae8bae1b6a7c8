using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using AudioServer.Application.AudioFiles;
using AudioServer.Application.Ports;
using AudioServer.Domain.AudioFiles;
using AudioServer.Domain.Events;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AudioServer.Application.Events;

/// <summary>What becomes of the caller's files, as it happens, without end.</summary>
/// <param name="LastEventId">The last id the client has seen; null begins now.</param>
public sealed record WatchEventsQuery(string? LastEventId) : IRequest<IAsyncEnumerable<WatchedEvent>>;

/// <summary>One thing to tell.</summary>
/// <param name="Id">Where to go on after it; null keeps the client where it is.</param>
/// <param name="Type"><c>audio.created</c>, <c>audio.progress</c>, <c>audio.verified</c>, <c>audio.deleted</c>, <c>resync</c>; null is no event but a sign of life.</param>
/// <param name="Data">JSON; for a file its AudioFile.</param>
public sealed record WatchedEvent(string? Id, string? Type, string? Data);

internal sealed class WatchEventsHandler(IAudioDb db, IEventBus bus, ICaller caller, TimeProvider time) : IRequestHandler<WatchEventsQuery, IAsyncEnumerable<WatchedEvent>>
{
    private const int Portion = 100;
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    public Task<IAsyncEnumerable<WatchedEvent>> Handle(WatchEventsQuery request, CancellationToken cancellationToken) =>
        Task.FromResult(WatchAsync(request.LastEventId, caller.OwnerId, cancellationToken));

    private async IAsyncEnumerable<WatchedEvent> WatchAsync(string? lastEventId, Guid owner, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Listening begins before the first look, so that nothing falls between.
        using var subscription = bus.Subscribe(owner);
        var resumed = await ResumeAsync(lastEventId, cancellationToken);
        var last = resumed ?? await db.Events.AsNoTracking().Where(row => row.OwnerId == owner).OrderByDescending(row => row.Sequence).Select(row => row.Sequence).FirstOrDefaultAsync(cancellationToken);

        // Even a client that never hears of a file knows from where to go on.
        var here = IdOf(last, time.GetUtcNow());
        yield return lastEventId is not null && resumed is null ? new WatchedEvent(here, "resync", "{}") : new WatchedEvent(here, null, null);
        while (true)
        {
            List<AudioEvent> missed;
            do
            {
                // Read whole before the first is told: a client that does not read must not hold the database's snapshot open.
                missed = await db.Events.AsNoTracking().Where(row => row.OwnerId == owner && row.Sequence > last).OrderBy(row => row.Sequence).Take(Portion).ToListAsync(cancellationToken);
                foreach (var row in missed)
                {
                    last = row.Sequence;
                    yield return new WatchedEvent(IdOf(last, row.At), $"audio.{row.Type.ToString().ToLowerInvariant()}", row.Data);
                }
            }
            while (missed.Count == Portion);

            var notice = await subscription.NextAsync(Heartbeat, cancellationToken);
            if (notice is null)
            {
                yield return new WatchedEvent(null, null, null);
            }
            else if (notice.Progressed is { } id && await db.ReadAsync(FileSelector.ById(id), owner, AudioFileView.Projection, cancellationToken) is { Verification.State: VerificationState.Running } progress)
            {
                // A notice may have waited here until after the verdict; then it is news no more.
                yield return new WatchedEvent(null, "audio.progress", JsonSerializer.Serialize(progress, JsonSettings.Options));
            }
        }
    }

    /// <summary>The sequence number to go on behind; null when the id is not ours, or so old that what came after it may be gone.</summary>
    private async Task<long?> ResumeAsync(string? id, CancellationToken cancellationToken)
    {
        if (id?.Split('-') is not [var first, var second]
            || !long.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var sequence)
            || !long.TryParse(second, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds))
        {
            return null;
        }

        var isRecent = milliseconds > (time.GetUtcNow() - AudioEvent.Kept).ToUnixTimeMilliseconds();

        // A number that the database has not reached is of another database.
        return isRecent && (sequence == 0 || await db.Events.AnyAsync(row => row.Sequence >= sequence, cancellationToken)) ? sequence : null;
    }

    private static string IdOf(long sequence, DateTimeOffset at) => $"{sequence}-{at.ToUnixTimeMilliseconds()}";
}
