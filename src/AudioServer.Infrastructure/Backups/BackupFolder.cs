using System.Security.Cryptography;
using System.Text.Json;
using AudioServer.Application;
using AudioServer.Domain.Failures;
using AudioServer.Infrastructure.Storage;

namespace AudioServer.Infrastructure.Backups;

/// <summary>
/// Where a backup is written: laid out as a data directory, so that a server can be started on it. The database is the last to be replaced; until then a former
/// backup stays whole, for blobs never change. One that was never finished has no database, only a part of one, and no server starts on it.
/// </summary>
internal sealed class BackupFolder : IDisposable
{
    private readonly string _manifest;

    private BackupFolder(DataDirectory target)
    {
        Data = target;
        _manifest = Path.Combine(target.Root, "backup.json");
    }

    public DataDirectory Data { get; }

    /// <summary>Takes the folder, against servers and other backups.</summary>
    /// <exception cref="InvalidParameter">It lies within the data directory, holds something else than a backup, or is in use.</exception>
    public static BackupFolder Open(string path, DataDirectory source)
    {
        var folder = new BackupFolder(new DataDirectory(path));
        var (target, data) = (LinkedPath.Resolve(folder.Data.Root), LinkedPath.Resolve(source.Root));
        if ($"{target}/".StartsWith($"{data}/", StringComparison.Ordinal))
        {
            throw Refused(path, "lies in the data directory; a backup belongs on another disk");
        }

        try
        {
            folder.RefuseOthers(path);
            folder.Data.Lock();
            PrivateFile.Create(folder.Data.PartialDatabase).Dispose();
            folder.Data.Prepare();
            return folder;
        }
        catch (DataDirectoryInUseException)
        {
            throw Refused(path, "is in use by a server or another backup");
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    /// <summary>Makes the backup whole: what it is to hold is there, its database as <see cref="DataDirectory.PartialDatabase"/>.</summary>
    public async Task CompleteAsync(BackupManifest manifest, CancellationToken cancellationToken)
    {
        var written = Path.Combine(Data.Temporary, "backup.json");
        await using (var file = PrivateFile.Create(written))
        {
            await JsonSerializer.SerializeAsync(file, manifest with { DatabaseSha256 = await DigestAsync(Data.PartialDatabase, cancellationToken) }, JsonSettings.Options, cancellationToken);
            await file.FlushAsync(cancellationToken);
            DurableFiles.Sync(file.SafeFileHandle);
        }

        // The manifest first: it tells of a database that is not in its place yet, and while a part of one is there the folder is known as unfinished.
        File.Move(written, _manifest, overwrite: true);
        DurableFiles.SyncFolder(Data.Root);
        File.Move(Data.PartialDatabase, Data.Database, overwrite: true);
        DurableFiles.SyncFolder(Data.Root);
    }

    public void Dispose() => Data.Dispose();

    private void RefuseOthers(string path)
    {
        // One that was begun is gone on with. A server that takes the folder removes the part, so that it is none of a backup any more.
        var isOurs = File.Exists(Data.PartialDatabase) || !Directory.Exists(Data.Root) || Directory.EnumerateFileSystemEntries(Data.Root).All(entry => entry == Data.LockFile);
        if (!isOurs && !File.Exists(_manifest))
        {
            throw Refused(path, "is not empty, and holds no backup");
        }

        if (File.Exists(Data.Database + "-wal") || (!isOurs && !IsWhole()))
        {
            throw Refused(path, "holds a backup on which a server has worked since, and may hold what is nowhere else");
        }
    }

    /// <summary>True when the manifest tells of the database beside it.</summary>
    private bool IsWhole()
    {
        using var manifest = File.OpenRead(_manifest);
        using var database = File.OpenRead(Data.Database);
        return JsonSerializer.Deserialize<BackupManifest>(manifest, JsonSettings.Options)?.DatabaseSha256 == Convert.ToHexStringLower(SHA256.HashData(database));
    }

    private static async Task<string> DigestAsync(string path, CancellationToken cancellationToken)
    {
        await using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellationToken));
    }

    private static InvalidParameter Refused(string path, string why) => new("directory", $"No backup is written to {path}: it {why}.");
}

/// <summary>What stands in <c>backup.json</c>. A backup is whole when this tells of the database beside it.</summary>
/// <param name="DatabaseSha256">Lower-case hex.</param>
/// <param name="StartedAt">Every upload acknowledged before is in it.</param>
/// <param name="FinishedAt">When all was on stable storage.</param>
/// <param name="Files">Rows.</param>
/// <param name="Blobs">Blobs of theirs.</param>
/// <param name="Damaged">How many of these were damaged, and are missing here unless a former backup had them.</param>
internal sealed record BackupManifest(string DatabaseSha256, DateTimeOffset StartedAt, DateTimeOffset FinishedAt, int Files, int Blobs, int Damaged);
