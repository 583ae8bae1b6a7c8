using System.Security.Cryptography;
using AudioServer.Application.Ports;
using AudioServer.Domain.AudioFiles;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AudioServer.Application.Maintenance;

/// <summary>
/// Compares rows with bytes, for all owners. Only orphan blobs older than the grace are removed; everything else is told and left to a person.
/// </summary>
/// <param name="DryRun">Removes nothing.</param>
/// <param name="CheckDigests">Reads every byte; without it only presence and size are compared.</param>
/// <param name="IsUnattended">Nobody has asked for it: where the report is doubtful, nothing is removed.</param>
public sealed record ReconcileCommand(bool DryRun, bool CheckDigests, bool IsUnattended = false) : IRequest<ReconcileReport>
{
    /// <summary>Longer than any upload may stand between its bytes and its row.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromHours(1);

    /// <summary>Longer than any put may take.</summary>
    public static readonly TimeSpan PutGrace = TimeSpan.FromDays(1);
}

/// <param name="Files">Rows seen.</param>
/// <param name="Blobs">Blobs seen.</param>
/// <param name="OrphanBlobs">Keys of blobs without a row.</param>
/// <param name="RemovedBlobs">Those of them that were old enough and have been removed.</param>
/// <param name="MissingBlobs">Ids of rows whose bytes are not there.</param>
/// <param name="WrongSize">Ids of rows whose bytes have another length.</param>
/// <param name="WrongDigest">Ids of rows whose bytes have another SHA-256.</param>
public sealed record ReconcileReport(
    int Files,
    int Blobs,
    IReadOnlyList<string> OrphanBlobs,
    IReadOnlyList<string> RemovedBlobs,
    IReadOnlyList<Guid> MissingBlobs,
    IReadOnlyList<Guid> WrongSize,
    IReadOnlyList<Guid> WrongDigest)
{
    private const int OrphansOfACrash = 20;

    /// <summary>True when every row has its bytes, unharmed.</summary>
    public bool IsSound => MissingBlobs.Count + WrongSize.Count + WrongDigest.Count == 0;

    /// <summary>True when there are more blobs without a row than a crash leaves behind: the database may not be the one that belongs to them.</summary>
    public bool IsDoubtful => OrphanBlobs.Count > (Files == 0 ? 0 : OrphansOfACrash + (Blobs / 100));
}

internal sealed class ReconcileHandler(IAudioDb db, IBlobStore blobs, TimeProvider time) : IRequestHandler<ReconcileCommand, ReconcileReport>
{
    private enum Condition
    {
        Sound,
        Missing,
        WrongSize,
        WrongDigest,
    }

    public async Task<ReconcileReport> Handle(ReconcileCommand request, CancellationToken cancellationToken)
    {
        // Blobs are listed before rows are read: an upload that ends in between has its row by then, and is no orphan.
        var found = new Dictionary<string, BlobInfo>();
        await foreach (var blob in blobs.ListAsync(cancellationToken))
        {
            found[blob.Key] = blob;
        }

        var rows = await db.AudioFiles.AsNoTracking().Select(file => new Row(file.Id, file.Size, file.Sha256, file.WaveformKey)).ToListAsync(cancellationToken);
        var harmed = new List<(Guid Id, Condition Condition)>();
        foreach (var row in rows)
        {
            var condition = await ExamineAsync(row, found.GetValueOrDefault(AudioFile.BlobKeyOf(row.Id))?.Size, request.CheckDigests, cancellationToken);
            if (condition != Condition.Sound)
            {
                harmed.Add((row.Id, condition));
            }
        }

        var orphans = found.Keys.Except(rows.Select(row => AudioFile.BlobKeyOf(row.Id))).Except(rows.Select(row => row.WaveformKey ?? "")).ToList();
        var old = time.GetUtcNow() - ReconcileCommand.Grace;
        var report = new ReconcileReport(rows.Count, found.Count, orphans, [], Of(Condition.Missing), Of(Condition.WrongSize), Of(Condition.WrongDigest));
        if (request.DryRun || (request.IsUnattended && report.IsDoubtful))
        {
            return report;
        }

        var removed = orphans.Where(key => found[key].LastModified < old).ToList();
        foreach (var key in removed)
        {
            await blobs.DeleteAsync(key, cancellationToken);
        }

        await blobs.DropUnfinishedAsync(time.GetUtcNow() - ReconcileCommand.PutGrace, cancellationToken);
        return report with { RemovedBlobs = removed };

        List<Guid> Of(Condition condition) => [.. harmed.Where(file => file.Condition == condition).Select(file => file.Id)];
    }

    /// <param name="row">What should be there.</param>
    /// <param name="listed">The size its blob was listed with; null when it was not.</param>
    /// <param name="checkDigest">Whether to read it.</param>
    /// <param name="cancellationToken">Ends it.</param>
    private async Task<Condition> ExamineAsync(Row row, long? listed, bool checkDigest, CancellationToken cancellationToken)
    {
        if (listed == row.Size && !checkDigest)
        {
            // Opening it would be one more question for each file, which takes a store on the network its time.
            return Condition.Sound;
        }

        await using var bytes = await blobs.OpenAsync(AudioFile.BlobKeyOf(row.Id), cancellationToken);
        if (bytes is null)
        {
            // The file may have been deleted since its row was read; then nothing is missing.
            return await db.AudioFiles.AnyAsync(file => file.Id == row.Id, cancellationToken) ? Condition.Missing : Condition.Sound;
        }

        if (bytes.Length != row.Size)
        {
            return Condition.WrongSize;
        }

        return !checkDigest || Convert.ToHexStringLower(await SHA256.HashDataAsync(bytes, cancellationToken)) == row.Sha256 ? Condition.Sound : Condition.WrongDigest;
    }

    private sealed record Row(Guid Id, long Size, string Sha256, string? WaveformKey);
}
