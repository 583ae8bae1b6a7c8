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
internal sealed class StoreBinding(IBlobStore store, IServiceScopeFactory scopes, ISecretGenerator secrets, TimeProvider time, ILogger<StoreBinding> log)
{
    /// <summary>What holds the mark, beside the blobs; a blob's key has no dot.</summary>
    public const string MarkName = "store.id";

    /// <summary>Bytes of an id: as many as keep any two apart.</summary>
    private const int IdSize = 16;

    private volatile bool _isConfirmed;

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
            catch (Unavailable)
            {
                // The store has logged it.
            }
        }
    }

    /// <summary>For a database without files, before it is given those of another: whatever store it was tied to counts no more, and it may have the other's own.</summary>
    public async Task TieAnewAsync(StoreBinding source, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<IAudioDb>();
        if (await db.AudioFiles.AnyAsync(cancellationToken))
        {
            return;
        }

        await db.ServerKeys.Where(key => key.Name == ServerKey.Store).ExecuteDeleteAsync(cancellationToken);
        try
        {
            if (await store.FindMarkAsync(cancellationToken) is { } mark && mark == await source.FindWantedAsync(cancellationToken))
            {
                await AddAsync(db, ServerKey.Store, Convert.FromHexString(mark), cancellationToken);
            }
        }
        catch (Unavailable)
        {
            // The store has logged it, and is asked again when it is used.
        }
    }

    private async Task<string?> FindWantedAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await FindAsync(scope.ServiceProvider.GetRequiredService<IAudioDb>(), ServerKey.Store, cancellationToken);
    }

    private async Task<string?> FindFaultAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<IAudioDb>();
        var wanted = await FindAsync(db, ServerKey.Store, cancellationToken);
        var mark = await store.FindMarkAsync(cancellationToken);
        if (wanted is null)
        {
            var installation = await FindOrAddAsync(db, ServerKey.Installation, () => secrets.NewBytes(IdSize), cancellationToken);
            if (mark is null)
            {
                await store.MarkAsync(installation + Convert.ToHexStringLower(secrets.NewBytes(IdSize)), cancellationToken);
                mark = await store.FindMarkAsync(cancellationToken);
            }

            if (mark?.StartsWith(installation, StringComparison.Ordinal) != true)
            {
                return $"The storage belongs to another database: its {MarkName} says so. Give this server a directory, a bucket or a prefix of its own. If that database is no more and this one takes its place, remove {MarkName} from the storage.";
            }

            wanted = await FindOrAddAsync(db, ServerKey.Store, () => Convert.FromHexString(mark), cancellationToken);
        }

        return mark == wanted ? null
            : $"The storage is not the one that the database belongs to: its {MarkName} {(mark is null ? "is missing" : $"says {mark}")}, and the database's is {wanted}. Give this server the settings of the storage, as the others have it. If all blobs of this database are in this one, put that into {MarkName} beside them.";
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

    private static async Task<string?> FindAsync(IAudioDb db, string name, CancellationToken cancellationToken) =>
        await db.ServerKeys.AsNoTracking().Where(key => key.Name == name).Select(key => key.Value).SingleOrDefaultAsync(cancellationToken) is { } value ? Convert.ToHexStringLower(value) : null;
}
