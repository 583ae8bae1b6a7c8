using AudioServer.Application.Maintenance;
using AudioServer.Infrastructure.Backups;
using AudioServer.Infrastructure.Database;
using AudioServer.Infrastructure.Storage;
using AudioServer.Infrastructure.Storage.S3;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AudioServer.Infrastructure.Moving;

/// <summary>
/// Copies one installation into another, whatever engine and store each has; no server runs on either meanwhile, and nothing is changed at the source.
/// Blobs come first, and the rows at last, in one transaction: until then the target holds no file, and after a crash the move is begun again, of which blobs that are there are left.
/// </summary>
public static class Migration
{
    private const string Source = "Source";
    private const string Target = "Target";

    /// <param name="source">A server's services, not started.</param>
    /// <param name="target">Another's.</param>
    /// <param name="progress">Is told how far it is.</param>
    /// <param name="cancellationToken">Ends it; it can be gone on with.</param>
    /// <exception cref="DataDirectoryInUseException">A server has the data directory of one of them.</exception>
    /// <exception cref="DataUnusableException">One of them cannot be used, or servers work on it, or both have the same data directory.</exception>
    /// <exception cref="VerbRefusedException">The target holds something else, or the move could not be finished.</exception>
    public static async Task<MigrationReport> RunAsync(IServiceProvider source, IServiceProvider target, MigrationProgress progress, CancellationToken cancellationToken)
    {
        RefuseSharedDirectory(source.GetRequiredService<DataDirectory>().Root, target.GetRequiredService<DataDirectory>().Root);
        if (source.GetRequiredService<DatabaseEngine>().IsNew)
        {
            throw new DataUnusableException($"{Source}: DataDirectory: {source.GetRequiredService<DataDirectory>().Root} holds no database, so there is nothing to move. Give this the server's own settings.");
        }

        await using var from = await Installation.TakeAsync(Source, source, null, cancellationToken);
        await using var to = await Installation.TakeAsync(Target, target, from, cancellationToken);
        try
        {
            return await RunAsync(from, to, progress, cancellationToken);
        }
        catch (SourceFailedException failed)
        {
            throw Unfinished(Source, failed.Fault);
        }
        catch (Exception fault) when (SourceFailedException.IsOfASide(fault))
        {
            throw Unfinished(Target, fault);
        }
    }

    private static async Task<MigrationReport> RunAsync(Installation from, Installation to, MigrationProgress progress, CancellationToken cancellationToken)
    {
        var isNew = await to.IsEmptyAsync(cancellationToken);
        var rows = new RowTransfer(from.Db, to.Db, progress);
        await (isNew ? rows.RehearseAsync(cancellationToken) : new RowComparison(from.Db, to.Db, progress).RunAsync(cancellationToken));

        var files = await SourceFailedException.MarkAsync(() => SnapshotFile.AllOfAsync(from.Db, cancellationToken));
        var blobs = files.SelectMany(FileBlob.Of).ToList();
        var moved = new BlobTransfer(from, to, progress);
        await moved.RunAsync(blobs, isNew, cancellationToken);
        var copied = isNew ? await rows.RunAsync(() => RefuseChangesAsync(from, to, files.Count, cancellationToken), cancellationToken) : 0;
        await to.CompleteAsync(cancellationToken);
        return new MigrationReport(files.Count, blobs.Count, moved.Bytes, moved.Copied, moved.CopiedBytes, copied, moved.Damaged);
    }

    /// <summary>Hours may have passed since both were taken, and an orchestrator have started a server that was stopped.</summary>
    private static async Task RefuseChangesAsync(Installation from, Installation to, int files, CancellationToken cancellationToken)
    {
        var there = await SourceFailedException.MarkAsync(async () =>
        {
            await from.RefuseOthersAsync(cancellationToken);
            return await from.Db.AudioFiles.CountAsync(cancellationToken);
        });
        await to.RefuseOthersAsync(cancellationToken);
        if (there != files || await to.Db.AudioFiles.CountAsync(cancellationToken) != files)
        {
            throw new VerbRefusedException("The source or the target has changed meanwhile; no row was moved. Stop all servers that work on them, then run this again.");
        }
    }

    /// <summary>Each side sweeps folders of its own: what lies in them would go.</summary>
    private static void RefuseSharedDirectory(string source, string target)
    {
        var (one, other) = ($"{LinkedPath.Resolve(source)}/", $"{LinkedPath.Resolve(target)}/");
        if (one.StartsWith(other, StringComparison.Ordinal) || other.StartsWith(one, StringComparison.Ordinal))
        {
            throw new DataUnusableException($"DataDirectory: source and target have the same, or one has it in the other's: {source} and {target}. The target needs one of its own, wherever its rows and bytes are.");
        }
    }

    private static VerbRefusedException Unfinished(string side, Exception fault)
    {
        var told = new[] { fault, fault.InnerException }.OfType<Exception>().Select(S3Faults.Describe).Where(text => text.Length > 0).Select(text => $"{text.TrimEnd('.')}.");
        return new VerbRefusedException($"The move is not finished. {side}: {string.Join(' ', told)} Mend that and run this again; what was copied is not copied twice. The source is as it was.");
    }
}

/// <param name="Files">Files of the source, all of which the target has now.</param>
/// <param name="Blobs">Blobs that belong to them: content and waveforms.</param>
/// <param name="Bytes">Of the blobs that the target has, each read back and compared by its digest.</param>
/// <param name="CopiedBlobs">Blobs that it had not before.</param>
/// <param name="CopiedBytes">Of these.</param>
/// <param name="CopiedRows">Rows of all tables; 0 when the target had them already.</param>
/// <param name="Damaged">Blobs that the source does not have as their rows say; the target was given none of them.</param>
public sealed record MigrationReport(int Files, int Blobs, long Bytes, int CopiedBlobs, long CopiedBytes, long CopiedRows, IReadOnlyList<DamagedBlob> Damaged)
{
    /// <summary>True when everything is there, unharmed.</summary>
    public bool IsSound => Damaged.Count == 0;
}

/// <summary>How far a move is; told by one thread, read by another.</summary>
public sealed class MigrationProgress
{
    private volatile Step? _now;

    /// <summary>Null before it has begun.</summary>
    public Step? Now => _now;

    internal void Tell(string what, long done, long? all) => _now = new Step(what, done, all);

    /// <param name="What">Is seen to: blobs, rows, rows compared.</param>
    /// <param name="Done">So many.</param>
    /// <param name="All">Of so many; null: not known.</param>
    public sealed record Step(string What, long Done, long? All);
}
