using AudioServer.Application.Ports;
using AudioServer.Domain.AudioFiles;
using AudioServer.Domain.Events;
using AudioServer.Infrastructure.Events;
using AudioServer.Infrastructure.Verification;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace AudioServer.Infrastructure.Database.Sqlite;

/// <summary>What a save brings that somebody of this process may be waiting for, read before it: afterwards nothing is tracked. PostgreSQL tells the same by triggers.</summary>
internal sealed record SaveNews(IReadOnlyList<EventNotice> Notices, bool BringsWork)
{
    public static SaveNews Of(ChangeTracker changes)
    {
        var events = changes.Entries<AudioEvent>().Where(entry => entry.State == EntityState.Added).Select(entry => new EventNotice(entry.Entity.OwnerId));
        var files = changes.Entries<AudioFile>().Where(entry => entry.State is EntityState.Added or EntityState.Modified).ToList();
        var progress = files.Where(IsProgress).Select(entry => new EventNotice(entry.Entity.OwnerId, entry.Entity.Id));
        return new([.. events.Concat(progress).Distinct()], files.Exists(IsWork));
    }

    public void Tell(EventBus bus, WorkSignal work)
    {
        foreach (var notice in Notices)
        {
            bus.Publish(notice);
        }

        if (BringsWork)
        {
            work.Wake();
        }
    }

    /// <summary>A lease kept by the worker that has it: a claim raises the fence.</summary>
    private static bool IsProgress(EntityEntry<AudioFile> file) =>
        file.Entity.State == VerificationState.Running && file.Property(row => row.LeaseUntil).IsModified && !file.Property(row => row.Fence).IsModified;

    /// <summary>Queued, and not put off.</summary>
    private static bool IsWork(EntityEntry<AudioFile> file) =>
        file.Entity is { State: VerificationState.Pending, LeaseUntil: null } && (file.State == EntityState.Added || file.Property(row => row.State).IsModified);
}
