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
    private const int ReadSize = 128 * 1024;

    private readonly string _side;
    private readonly DatabaseEngine _engine;
    private readonly BlobFolders _folders;
    private readonly AsyncServiceScope _scope;
    private readonly StoreBinding _binding;
    private readonly LocalBlobStore? _local;

    private Installation(string side, IServiceProvider services)
    {
        _side = side;
        _engine = services.GetRequiredService<DatabaseEngine>();
        _folders = new BlobFolders(services.GetRequiredService<DataDirectory>().Blobs);
        _scope = services.CreateAsyncScope();
        var provider = _scope.ServiceProvider;
        Blobs = provider.GetRequiredService<IBlobStore>();
        _binding = provider.GetRequiredService<StoreBinding>();
        _local = provider.GetService<LocalBlobStore>();
        Staging = provider.GetRequiredService<IUploadStaging>();
        Db = (AudioDb)provider.GetRequiredService<IAudioDb>();

        // Of a million rows some questions take a while.
        Db.Database.SetCommandTimeout(TimeSpan.Zero);
    }

    /// <summary>Not for concurrent use.</summary>
    public AudioDb Db { get; }

    public IBlobStore Blobs { get; }

    public IUploadStaging Staging { get; }

    /// <param name="side">What it is called where a fault is told.</param>
    /// <param name="services">Of a server that was not started.</param>
    /// <param name="source">Whose rows it is to be given, and whose store it may have; null for that one itself.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="DataDirectoryInUseException">A server has its data directory.</exception>
    /// <exception cref="DataUnusableException">It cannot be used, or servers work on its database, or a later version has, or its store is another's.</exception>
    public static async Task<Installation> TakeAsync(string side, IServiceProvider services, Installation? source, CancellationToken cancellationToken)
    {
        await ToldAsync(side, () => services.AcquireRowsAsync(cancellationToken));
        var taken = new Installation(side, services);
        await taken.RefuseOthersAsync(cancellationToken);
        if ((await taken.Db.Database.GetAppliedMigrationsAsync(cancellationToken)).Except(taken.Db.Database.GetMigrations()).Any())
        {
            throw new DataUnusableException($"{side}: A later version has worked on the database, and this one would leave out what it does not know. Move with that one.");
        }

        await ToldAsync(side, () => taken.TieAsync(source, cancellationToken));
        return taken;
    }

    /// <exception cref="DataUnusableException">Servers work on its database.</exception>
    public Task RefuseOthersAsync(CancellationToken cancellationToken) => ToldAsync(_side, () => _engine.RefuseOthersAsync(cancellationToken));

    /// <summary>A blob to be read once from its first byte to its last; null when there is none. A local disk's fault is thrown as it is, that of a store elsewhere as <see cref="Unavailable"/>.</summary>
    public Task<Stream?> OpenAsync(string key, CancellationToken cancellationToken) =>
        _local is not null ? Task.FromResult(_local.OpenSequential(key)) : Blobs.OpenAsync(key, cancellationToken);

    /// <summary>Of the bytes as the store gives them; null when it has none under this key. Faults are thrown as by <see cref="OpenAsync"/>.</summary>
    public async Task<ContentFingerprint?> FingerprintAsync(string key, CancellationToken cancellationToken)
    {
        await using var bytes = await OpenAsync(key, cancellationToken);
        if (bytes is null)
        {
            return null;
        }

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[ReadSize];
        var size = 0L;
        for (int read; (read = await bytes.ReadAsync(buffer, cancellationToken)) > 0; size += read)
        {
            hash.AppendData(buffer, 0, read);
        }

        return new ContentFingerprint(size, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    /// <summary>
    /// Forces a blob to the disk, which a run that was killed, or another program, may have put there and never forced. False when the kernel cannot say that it lasts:
    /// it is to be put anew then, as a second try says nothing. What a store elsewhere has taken, it keeps.
    /// </summary>
    public bool Keeps(string key)
    {
        if (_local is null)
        {
            return true;
        }

        try
        {
            using var file = _local.OpenSequential(key) as FileStream;
            if (file is null)
            {
                return false;
            }

            DurableFiles.Sync(file.SafeFileHandle);
            _folders.Sync(Path.GetDirectoryName(file.Name)!);
            return true;
        }
        catch (Exception fault) when (DurableFiles.IsOfTheDisk(fault))
        {
            return false;
        }
    }

    /// <summary>All blobs are there: where the database is the source's own, its store may be this one from now on.</summary>
    public Task CompleteAsync(CancellationToken cancellationToken) => _binding.CompleteCopyAsync(cancellationToken);

    /// <summary>True where a move can go: without users and files. What these leave when they go is replaced.</summary>
    public async Task<bool> IsEmptyAsync(CancellationToken cancellationToken) => !await Db.Users.AnyAsync(cancellationToken) && !await Db.AudioFiles.AnyAsync(cancellationToken);

    public ValueTask DisposeAsync() => _scope.DisposeAsync();

    private async Task TieAsync(Installation? source, CancellationToken cancellationToken)
    {
        try
        {
            if (source is not null)
            {
                await (await IsEmptyAsync(cancellationToken) ? _binding.TieAnewAsync(source._binding, cancellationToken) : _binding.BeginCopyAsync(source._binding, cancellationToken));
            }
        }
        catch (Failure)
        {
            // The store has logged it, and is asked again when it is used.
        }

        await _binding.RefuseOtherAsync(cancellationToken);
    }

    private static async Task ToldAsync(string side, Func<Task> take)
    {
        try
        {
            await take();
        }
        catch (DataUnusableException fault)
        {
            throw new DataUnusableException($"{side}: {fault.Message}", fault);
        }
    }
}
