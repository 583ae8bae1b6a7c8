using System.Security.Cryptography;
using AudioServer.Application.Ports;
using AudioServer.Domain.AudioFiles;
using AudioServer.Domain.Failures;
using AudioServer.Infrastructure.Database;
using AudioServer.Infrastructure.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AudioServer.Infrastructure.Moving;

/// <summary>One side of a move: a database and a store on which no server works meanwhile.</summary>
internal sealed class Installation : IAsyncDisposable
{
    private readonly DatabaseEngine _engine;
    private readonly AsyncServiceScope _scope;
    private readonly LocalBlobStore? _local;

    private Installation(IServiceProvider services)
    {
        _engine = services.GetRequiredService<DatabaseEngine>();
        _scope = services.CreateAsyncScope();
        var provider = _scope.ServiceProvider;
        Blobs = provider.GetRequiredService<IBlobStore>();
        Binding = provider.GetRequiredService<StoreBinding>();
        _local = provider.GetService<LocalBlobStore>();
        Staging = provider.GetRequiredService<IUploadStaging>();
        Db = (AudioDb)provider.GetRequiredService<IAudioDb>();

        // Of a million rows some questions take a while.
        Db.Database.SetCommandTimeout(TimeSpan.Zero);
    }

    /// <summary>Not for concurrent use.</summary>
    public AudioDb Db { get; }

    public IBlobStore Blobs { get; }

    public StoreBinding Binding { get; }

    public IUploadStaging Staging { get; }

    /// <param name="services">A server's, not started.</param>
    /// <param name="source">Whose rows it is to be given; it may have the same store. Null for that one itself.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="DataDirectoryInUseException">A server has its data directory.</exception>
    /// <exception cref="DataUnusableException">It cannot be used, or servers work on its database, or a later version has, or its store is another's.</exception>
    public static async Task<Installation> TakeAsync(IServiceProvider services, Installation? source, CancellationToken cancellationToken)
    {
        await services.AcquireRowsAsync(cancellationToken);
        var taken = new Installation(services);
        if (source is not null)
        {
            await taken.Binding.TieAnewAsync(source.Binding, cancellationToken);
        }

        await taken.Binding.RefuseOtherAsync(cancellationToken);
        await taken.RefuseOthersAsync(cancellationToken);
        if ((await taken.Db.Database.GetAppliedMigrationsAsync(cancellationToken)).Except(taken.Db.Database.GetMigrations()).Any())
        {
            throw new DataUnusableException("A later version has worked on the database, and this one would leave out what it does not know. Move with that one.");
        }

        return taken;
    }

    /// <exception cref="DataUnusableException">Servers work on its database.</exception>
    public Task RefuseOthersAsync(CancellationToken cancellationToken) => _engine.RefuseOthersAsync(cancellationToken);

    /// <summary>A blob to be read once from its first byte to its last; null when there is none. A local disk's fault is thrown as it is, that of a store elsewhere as <see cref="Unavailable"/>.</summary>
    public Task<Stream?> OpenAsync(string key, CancellationToken cancellationToken) =>
        _local is not null ? Task.FromResult(_local.OpenSequential(key)) : Blobs.OpenAsync(key, cancellationToken);

    /// <summary>Of the bytes as the store gives them; null when it has none under this key.</summary>
    public async Task<ContentFingerprint?> FingerprintAsync(string key, CancellationToken cancellationToken)
    {
        await using var bytes = await Blobs.OpenAsync(key, cancellationToken);
        return bytes is null ? null : new ContentFingerprint(bytes.Length, Convert.ToHexStringLower(await SHA256.HashDataAsync(bytes, cancellationToken)));
    }

    /// <summary>True where a move can go: without users and files. What these leave when they go is replaced.</summary>
    public async Task<bool> IsEmptyAsync(CancellationToken cancellationToken) => !await Db.Users.AnyAsync(cancellationToken) && !await Db.AudioFiles.AnyAsync(cancellationToken);

    public ValueTask DisposeAsync() => _scope.DisposeAsync();
}
