using System.Linq.Expressions;
using AudioServer.Application.AudioFiles;
using AudioServer.Domain.Access;
using AudioServer.Domain.AudioFiles;
using AudioServer.Domain.Events;
using Microsoft.EntityFrameworkCore;

namespace AudioServer.Application.Ports;

/// <summary>
/// The database: sets and one save. EF Core is the repository; what an engine does its own way, and what is made ready beforehand, stands behind methods.
/// One instance serves one request and is not safe for concurrent use.
/// </summary>
public interface IAudioDb
{
    DbSet<AudioFile> AudioFiles { get; }

    DbSet<AudioFileLabel> Labels { get; }

    /// <summary>At most one a file.</summary>
    DbSet<AudioFileReport> Reports { get; }

    DbSet<AudioEvent> Events { get; }

    DbSet<User> Users { get; }

    DbSet<AccessToken> AccessTokens { get; }

    DbSet<Session> Sessions { get; }

    DbSet<ServerKey> ServerKeys { get; }

    /// <summary>Kept by the database; to be read only. An owner who never had a file has none.</summary>
    DbSet<OwnerUsage> Usages { get; }

    /// <summary>What <paramref name="projection"/> makes of the owner's file, for reading only; null when the owner has no such file. Most requests begin with it, so the query is made ready once for each projection, which is to be kept by who asks.</summary>
    Task<T?> ReadAsync<T>(FileSelector file, Guid ownerId, Expression<Func<AudioFile, T>> projection, CancellationToken cancellationToken)
        where T : class;

    /// <summary>Those whose name matches ordinally; <c>*</c> in <paramref name="pattern"/> stands for any text.</summary>
    IQueryable<AudioFile> WhereNameLike(IQueryable<AudioFile> files, string pattern);

    /// <summary>The same <paramref name="files"/>, so far as <paramref name="filter"/> can match them, found by the index that makes a page in this order (null: no page but all of them, in any order) cheapest.</summary>
    Task<IQueryable<AudioFile>> ChooseIndexAsync(IQueryable<AudioFile> files, AudioFilter filter, SortKey? order, CancellationToken cancellationToken);

    /// <summary>
    /// The first of <paramref name="files"/>, to be changed; null when there is none. Those that another is changing are passed over where the engine lets many write at once,
    /// and until the next save this one is passed over by others. What an engine cannot promise, the fence of the file does.
    /// </summary>
    Task<AudioFile?> TakeFirstAsync(IOrderedQueryable<AudioFile> files, CancellationToken cancellationToken);

    /// <summary>
    /// Writes all changes in one transaction, durable when this returns <see cref="SaveOutcome.Saved"/>; whoever waits for events, progress or work among them is then woken, on every node.
    /// On another outcome nothing was written and the changes are dropped. Whatever the outcome, what was loaded before is tracked no more.
    /// </summary>
    Task<SaveOutcome> SaveAsync(CancellationToken cancellationToken);
}
