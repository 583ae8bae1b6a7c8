using System.Text.RegularExpressions;
using AudioServer.Application.Ports;
using AudioServer.Domain.Access;
using AudioServer.Domain.Failures;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AudioServer.Infrastructure.Storage;

/// <summary>
/// Ties a database to the store of its blobs, when both are first used together. With any other store all its files would be called lost,
/// and what lies there be removed as nobody's. The mark is the installation's id and an id of the store's own: were two stores taken for the first one at
/// the same moment, one of them would be refused.
/// </summary>
internal sealed partial class StoreBinding(IBlobStore store, IServiceScopeFactory scopes, ISecretGenerator secrets, TimeProvider time, ILogger<StoreBinding> log)
{
    /// <summary>What holds the mark, beside the blobs; a blob's key has no dot.</summary>
    public const string MarkName = "store.id";

    /// <summary>Bytes of an id: as many as keep any two apart.</summary>
    private const int IdSize = 16;

    /// <summary>Of the oldest files, and of the newest, that are looked for in a store. Some may be lost, or deleted since the database was copied.</summary>
    private const int Samples = 10;

    private volatile bool _isConfirmed;
    private string? _copyOf;

    /// <summary>Asks both once; from then on it is known.</summary>
    /// <exception cref="Unavailable">They do not belong together, which is logged with what can be done; or the store does not work.</exception>
    public async ValueTask ConfirmAsync(CancellationToken cancellationToken)
    {
        if (_isConfirmed)
        {
            return;
        }

        if (await FindFaultAsync(cancellationToken) is { } fault)
        {
            log.LogError("{Fault}", fault);
            throw new Unavailable("The storage is not the one that the database belongs to.");
        }

        _isConfirmed = true;
    }

    /// <summary>The same for who is about to begin: a store that does not work then, asked twice, is asked again when it is used.</summary>
    /// <exception cref="DataUnusableException">They do not belong together.</exception>
    public async Task RefuseOtherAsync(CancellationToken cancellationToken)
    {
        for (var tries = 0; tries < 2 && !_isConfirmed; tries++)
        {
            try
            {
                if (await FindFaultAsync(cancellationToken) is { } fault)
                {
                    throw new DataUnusableException(fault);
                }

                _isConfirmed = true;
            }
            catch (Failure)
            {
                // The store has logged it.
            }
        }
    }

    /// <summary>For an empty database, before it is given the rows of another: whatever store it was tied to counts no more, and it may have the other's own.</summary>
    /// <exception cref="Failure">The store does not work.</exception>
    public async Task TieAnewAsync(StoreBinding source, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<IAudioDb>();
        await db.ServerKeys.Where(key => key.Name == ServerKey.Store).ExecuteDeleteAsync(cancellationToken);
        if (await store.FindMarkAsync(cancellationToken) is { } mark && mark == await source.FindAsync(ServerKey.Store, cancellationToken))
        {
            await AddAsync(db, ServerKey.Store, Convert.FromHexString(mark), cancellationToken);
        }
    }

    /// <summary>For a database that is the other's, or a copy of it, whose blobs are to go into a store without a mark: a copy, to be marked as one when it is whole.</summary>
    /// <exception cref="Failure">The store does not work.</exception>
    public async Task BeginCopyAsync(StoreBinding source, CancellationToken cancellationToken)
    {
        if (await FindAsync(ServerKey.Installation, cancellationToken) is { } installation && installation == await source.FindAsync(ServerKey.Installation, cancellationToken)
            && await store.FindMarkAsync(cancellationToken) is null)
        {
            _copyOf = await FindAsync(ServerKey.Store, cancellationToken);
            _isConfirmed = _copyOf is not null;
        }
    }

    /// <summary>All blobs are there.</summary>
    /// <exception cref="Failure">The store does not work.</exception>
    public Task CompleteCopyAsync(CancellationToken cancellationToken) => _copyOf is null ? Task.CompletedTask : store.MarkAsync(_copyOf, cancellationToken);

    private async Task<string?> FindFaultAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<IAudioDb>();
        var wanted = await FindAsync(db, ServerKey.Store, cancellationToken);
        var mark = (await store.FindMarkAsync(cancellationToken))?.ToLowerInvariant();
        return mark is not null && !Marks().IsMatch(mark) ? $"The storage, {store.Place}, has a {MarkName} that no server has written. Of the database's storage it says {wanted ?? "64 hexadecimal digits"}."
            : wanted is null ? await TieAsync(db, mark, cancellationToken)
            : mark == wanted ? null
            : Differs(mark, wanted);
    }

    /// <returns>Why it is not to be tied to this store; null when it is.</returns>
    private async Task<string?> TieAsync(IAudioDb db, string? mark, CancellationToken cancellationToken)
    {
        var installation = await FindOrAddAsync(db, ServerKey.Installation, () => secrets.NewBytes(IdSize), cancellationToken);
        var hasFiles = await db.AudioFiles.AnyAsync(cancellationToken);
        if (mark?.StartsWith(installation, StringComparison.Ordinal) != true)
        {
            // It may be an older copy of the database that the store belongs to; files of its own say so.
            if (hasFiles && !await HoldsAnyAsync(db, cancellationToken))
            {
                return $"The storage, {store.Place}, has none of the database's files. Give this server the settings of the storage that has them. If they are lost for good, put {installation}{Convert.ToHexStringLower(secrets.NewBytes(IdSize))} into its {MarkName}.";
            }

            if (!hasFiles && mark is not null)
            {
                return $"The storage, {store.Place}, belongs to another database: its {MarkName} says so. Give this server a directory, a bucket or a prefix of its own. If that database is no more and this one takes its place, remove {MarkName} from the storage.";
            }
        }

        try
        {
            if (mark is null)
            {
                await store.MarkAsync(installation + Convert.ToHexStringLower(secrets.NewBytes(IdSize)), cancellationToken);
                mark = await store.FindMarkAsync(cancellationToken) ?? throw new Unavailable($"The storage does not keep its {MarkName}.");
            }
        }
        catch (Failure) when (hasFiles)
        {
            // One that can only be read is the right one all the same; the next start tries again.
            return null;
        }

        var tied = await FindOrAddAsync(db, ServerKey.Store, () => Convert.FromHexString(mark), cancellationToken);
        return mark == tied ? null : Differs(mark, tied);
    }

    private string Differs(string? mark, string wanted) =>
        $"The storage, {store.Place}, is not the one that the database belongs to: its {MarkName} {(mark is null ? "is missing" : $"says {mark}")}, and the database's is {wanted}. Give this server the settings of the storage, as the others have it. If all blobs of this database are in this one, or there are none yet, put that into {MarkName} beside them.";

    private async Task<bool> HoldsAnyAsync(IAudioDb db, CancellationToken cancellationToken)
    {
        var files = db.AudioFiles.AsNoTracking();
        var samples = await files.OrderBy(file => file.Id).Take(Samples).ToListAsync(cancellationToken);
        samples.AddRange(await files.OrderByDescending(file => file.Id).Take(Samples).ToListAsync(cancellationToken));
        foreach (var file in samples)
        {
            await using var bytes = await store.OpenAsync(file.BlobKey, cancellationToken);
            if (bytes is not null)
            {
                return true;
            }
        }

        return false;
    }

    private async Task<string> FindOrAddAsync(IAudioDb db, string name, Func<byte[]> make, CancellationToken cancellationToken)
    {
        if (await FindAsync(db, name, cancellationToken) is { } value)
        {
            return value;
        }

        await AddAsync(db, name, make(), cancellationToken);
        return (await FindAsync(db, name, cancellationToken))!;
    }

    /// <summary>Whether this one was saved or another node's came first: there is one then.</summary>
    private async Task AddAsync(IAudioDb db, string name, byte[] value, CancellationToken cancellationToken)
    {
        db.ServerKeys.Add(new ServerKey(name, value, time.GetUtcNow()));
        await db.SaveAsync(cancellationToken);
    }

    private async Task<string?> FindAsync(string name, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await FindAsync(scope.ServiceProvider.GetRequiredService<IAudioDb>(), name, cancellationToken);
    }

    private static async Task<string?> FindAsync(IAudioDb db, string name, CancellationToken cancellationToken) =>
        await db.ServerKeys.AsNoTracking().Where(key => key.Name == name).Select(key => key.Value).SingleOrDefaultAsync(cancellationToken) is { } value ? Convert.ToHexStringLower(value) : null;

    [GeneratedRegex("^[0-9a-f]{64}\\z")]
    private static partial Regex Marks();
}
