using System.Linq.Expressions;
using AudioServer.Application.Ports;
using AudioServer.Domain.AudioFiles;
using AudioServer.Domain.Failures;

namespace AudioServer.Application.AudioFiles;

/// <summary>The file that has a name already.</summary>
internal sealed record NameHolder(Guid Id, string Sha256)
{
    private static readonly Expression<Func<AudioFile, NameHolder>> Projection = file => new NameHolder(file.Id, file.Sha256);

    /// <summary>The failure to answer when the caller has a file of this name; null when the name is free.</summary>
    public static async Task<NameTaken?> FindAsync(IAudioDb db, ICaller caller, string name, CancellationToken cancellationToken) =>
        await db.ReadAsync(FileSelector.ByName(name), caller.OwnerId, Projection, cancellationToken) is { } holder ? new NameTaken(name, holder.Id, holder.Sha256) : null;
}
