using AudioServer.Domain.Access;
using AudioServer.Domain.Failures;
using AudioServer.Infrastructure.Database;
using AudioServer.Infrastructure.Storage;
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

    /// <summary>Does what needs more rights than a server has, and takes it back: who lacks them should hear of it before all bytes are copied.</summary>
    public async Task RehearseAsync(CancellationToken cancellationToken)
    {
        await using var transaction = await target.BeginLongTransactionAsync(cancellationToken);
        await ClearAsync(cancellationToken);
        await target.CountAtOnceAsync(() => Task.CompletedTask);
        await target.KeepNumbersAsync(0, () => Task.CompletedTask);
        await transaction.RollbackAsync(cancellationToken);
    }

    /// <param name="refuse">Asked at last, before any of it counts.</param>
    /// <param name="cancellationToken">Ends it, and nothing is moved.</param>
    /// <returns>How many.</returns>
    public async Task<long> RunAsync(Func<Task> refuse, CancellationToken cancellationToken)
    {
        await using var transaction = await target.BeginLongTransactionAsync(cancellationToken);

        await ClearAsync(cancellationToken);
        await CopyAsync(MovedRows.Keys, cancellationToken);
        await CopyAsync(MovedRows.Users, cancellationToken);
        await CopyAsync(MovedRows.Tokens, cancellationToken);
        await CopyAsync(MovedRows.Sessions, cancellationToken);
        await target.CountAtOnceAsync(() => CopyAsync(MovedRows.Files, cancellationToken));
        await CopyAsync(MovedRows.Labels, cancellationToken);
        await CopyAsync(MovedRows.Reports, cancellationToken);
        await target.KeepNumbersAsync(await SourceFailedException.MarkAsync(() => source.LastNumberAsync(cancellationToken)), () => CopyAsync(MovedRows.Events, cancellationToken));
        await refuse();
        await transaction.CommitAsync(cancellationToken);
        return _copied;
    }

    private async Task ClearAsync(CancellationToken cancellationToken)
    {
        // A server that was started on it has made a key of its own, by which nothing is signed yet, and may have told of files that are no more.
        await target.ServerKeys.Where(key => key.Name == ServerKey.Links).ExecuteDeleteAsync(cancellationToken);
        await target.Events.ExecuteDeleteAsync(cancellationToken);
    }

    private async Task CopyAsync<T>(Func<AudioDb, IOrderedQueryable<T>> rows, CancellationToken cancellationToken)
        where T : class
    {
        var copied = 0L;
        await using var batches = rows(source).AsNoTracking().AsAsyncEnumerable().Chunk(Batch).GetAsyncEnumerator(cancellationToken);
        while (await SourceFailedException.MarkAsync(() => batches.MoveNextAsync().AsTask()))
        {
            target.AddRange(batches.Current);
            await target.SaveChangesAsync(cancellationToken);
            target.ChangeTracker.Clear();
            copied += batches.Current.Length;
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
