using Microsoft.EntityFrameworkCore;

namespace AudioServer.Infrastructure.Database;

/// <summary>What a row says of the bytes that belong to it.</summary>
/// <param name="Id">The file's.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Sha256">Lower-case hex.</param>
/// <param name="WaveformKey">Null when it has none.</param>
internal sealed record SnapshotFile(Guid Id, long Size, string Sha256, string? WaveformKey)
{
    public static async Task<IReadOnlyList<SnapshotFile>> AllOfAsync(AudioDb db, CancellationToken cancellationToken) =>
        await db.AudioFiles.AsNoTracking().Select(file => new SnapshotFile(file.Id, file.Size, file.Sha256, file.WaveformKey)).ToListAsync(cancellationToken);
}
