using System.Security.Cryptography;
using AudioServer.Application.Ports;
using AudioServer.Domain.Failures;
using AudioServer.Infrastructure.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AudioServer.Infrastructure.Derived;

/// <summary>Derived files in <c>cache/</c>. A file is made in <c>tmp/</c>, which the next start sweeps, and renamed when it is finished.</summary>
internal sealed class DerivedCache : IDerivedCache
{
    private readonly DataDirectory _directory;
    private readonly IIdGenerator _ids;
    private readonly TimeProvider _time;
    private readonly int _concurrency;

    private readonly Lock _lock = new();
    private readonly Lazy<CacheFolder> _folder;
    private readonly Dictionary<DerivedKey, Making> _makings = [];
    private int _atWork;

    public DerivedCache(DataDirectory directory, IOptions<DerivedOptions> options, IIdGenerator ids, TimeProvider time, ILogger<DerivedCache> log)
    {
        (_directory, _ids, _time, _concurrency) = (directory, ids, time, options.Value.Concurrency);
        _folder = new Lazy<CacheFolder>(() => new CacheFolder(directory.Cache, options.Value.CacheBytes, time, log));
    }

    public async Task<DerivedFile?> GetOrMakeAsync(DerivedKey key, DerivedMaker make, CancellationToken cancellationToken)
    {
        while (true)
        {
            Making making;
            lock (_lock)
            {
                if (_folder.Value.Open(key) is { } file)
                {
                    return file;
                }

                making = _makings.GetValueOrDefault(key) ?? Begin(key, make);
                making.Waiting++;
            }

            try
            {
                var isMade = await making.Result!.WaitAsync(cancellationToken);
                if (making.IsDropped)
                {
                    throw new NotFound("The file was deleted while this was made of it.");
                }

                if (!isMade)
                {
                    return null;
                }
            }
            finally
            {
                Leave(key, making);
            }

            // Made, and opened on the next round, unless a flood of others has pushed it out already: then it is made again.
        }
    }

    public Task DropAsync(Guid fileId, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _folder.Value.Drop(fileId);

            // What is being made of a deleted file is not kept either.
            foreach (var (key, making) in _makings.Where(making => making.Key.FileId == fileId).ToList())
            {
                making.IsDropped = true;
                Withdraw(key, making);
            }
        }

        return Task.CompletedTask;
    }

    /// <exception cref="Busy">As many are at work as may be.</exception>
    private Making Begin(DerivedKey key, DerivedMaker make)
    {
        if (_atWork >= _concurrency)
        {
            throw new Busy($"The server is making {_atWork} files already and makes no more at a time; try again soon.");
        }

        var making = new Making();
        _atWork++;
        _makings[key] = making;
        making.Result = Task.Run(() => MakeAsync(key, make, making), CancellationToken.None);
        return making;
    }

    /// <summary>False when there was nothing to make it of.</summary>
    private async Task<bool> MakeAsync(DerivedKey key, DerivedMaker make, Making making)
    {
        var path = Path.Combine(_directory.Temporary, $"derived-{_ids.NewId():N}");
        try
        {
            CreateEmpty(path);
            if (await make(path, making.Unwanted.Token) is not { } duration)
            {
                return false;
            }

            await using (var bytes = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0))
            {
                var sha256 = Convert.ToHexStringLower(await SHA256.HashDataAsync(bytes, making.Unwanted.Token));
                DurableFiles.Sync(bytes.SafeFileHandle);
                lock (_lock)
                {
                    if (making.IsDropped)
                    {
                        return false;
                    }

                    _folder.Value.Add(new CacheEntry(key, sha256, duration, _time.GetUtcNow(), bytes.Length), path);
                }
            }

            return true;
        }
        catch (Exception fault) when (DurableFiles.IsOfTheDisk(fault))
        {
            throw DurableFiles.ToFailure(fault);
        }
        finally
        {
            File.Delete(path);
            lock (_lock)
            {
                _atWork--;
                Withdraw(key, making);
            }
        }
    }

    private void Leave(DerivedKey key, Making making)
    {
        lock (_lock)
        {
            if (--making.Waiting > 0)
            {
                return;
            }

            // Nobody may join what is about to be cancelled.
            Withdraw(key, making);
        }

        making.Unwanted.Cancel();
    }

    private void Withdraw(DerivedKey key, Making making)
    {
        if (_makings.GetValueOrDefault(key) == making)
        {
            _makings.Remove(key);
        }
    }

    private static void CreateEmpty(string path)
    {
        using var file = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
    }

    /// <summary>One file on its way, and how many wait for it.</summary>
    private sealed class Making
    {
        public Task<bool>? Result { get; set; }

        public int Waiting { get; set; }

        /// <summary>True when what it is made of has been deleted meanwhile.</summary>
        public bool IsDropped { get; set; }

        /// <summary>Cancelled when nobody waits any more. Never disposed: it holds no timer, and its end is anybody's guess.</summary>
        public CancellationTokenSource Unwanted { get; } = new();
    }
}
