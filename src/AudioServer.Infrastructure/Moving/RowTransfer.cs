using AudioServer.Domain.Access;
using AudioServer.Domain.Failures;
using AudioServer.Infrastructure.Database;
using Microsoft.EntityFrameworkCore;

namespace AudioServer.Infrastructure.Moving;

/// <summary>Every row of every table, in one transaction: the target has all of them or none.</summary>
/// <param name="source">Nobody writes to it.</param>
/// <param name="target">Has no files and no users.</param>
/// <param name="progress">Is told.</param>
internal sealed class RowTransfer(AudioDb source, AudioDb target, MigrationProgress progress)
{
    private const int Batch = 1_000;

    private long _copied;

    /// <param name="refuse">Asked at last, before any of it counts.</param>
    /// <param name="cancellationToken">Ends it, and nothing is moved.</param>
    /// <returns>How many.</returns>
    public async Task<long> RunAsync(Func<Task> refuse, CancellationToken cancellationToken)
    {
        await using var transaction = await target.BeginLongTransactionAsync(cancellationToken);

        // A server that was started on it has made keys of its own, by which nothing is signed yet, and may have told of files that are no more.
        // Which database it is, and which store its is, stays.
        await Moved(target).ExecuteDeleteAsync(cancellationToken);
        await target.Events.ExecuteDeleteAsync(cancellationToken);
        await CopyAsync(db => Moved(db).OrderBy(key => key.Name), cancellationToken);
        await CopyAsync(db => db.Users.OrderBy(user => user.Id), cancellationToken);
        await CopyAsync(db => db.AccessTokens.OrderBy(token => token.Id), cancellationToken);
        await CopyAsync(db => db.Sessions.OrderBy(session => session.Hash), cancellationToken);
        await target.CountAtOnceAsync(() => CopyAsync(db => db.AudioFiles.OrderBy(file => file.Id), cancellationToken));
        await CopyAsync(db => db.Labels.OrderBy(label => label.AudioFileId).ThenBy(label => label.Key), cancellationToken);
        await CopyAsync(db => db.Reports.OrderBy(report => report.AudioFileId), cancellationToken);
        await target.KeepNumbersAsync(() => CopyAsync(db => db.Events.OrderBy(one => one.Sequence), cancellationToken));
        await refuse();
        await transaction.CommitAsync(cancellationToken);
        return _copied;
    }

    private static IQueryable<ServerKey> Moved(AudioDb db) => db.ServerKeys.Where(key => key.Name != ServerKey.Installation && key.Name != ServerKey.Store);

    private async Task CopyAsync<T>(Func<AudioDb, IOrderedQueryable<T>> rows, CancellationToken cancellationToken)
        where T : class
    {
        var copied = 0L;
        await foreach (var batch in rows(source).AsNoTracking().AsAsyncEnumerable().Chunk(Batch).WithCancellation(cancellationToken))
        {
            target.AddRange(batch);
            await target.SaveChangesAsync(cancellationToken);
            target.ChangeTracker.Clear();
            copied += batch.Length;
            progress.Tell("rows", _copied + copied, null);
        }

        var there = await rows(target).LongCountAsync(cancellationToken);
        if (there != copied)
        {
            throw new Unavailable($"Of {copied} rows of {typeof(T).Name} the target has {there}.");
        }

        _copied += copied;
    }
}
