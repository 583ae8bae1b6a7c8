using AudioServer.Application.Ports;
using FluentValidation;
using MediatR;

namespace AudioServer.Application.Maintenance;

/// <summary>Backs up everything, for all owners, without stopping: rows as they are at one moment, and the bytes of each.</summary>
/// <param name="Directory">Where to; absolute. Made when it is not there; a former backup is brought up to date.</param>
public sealed record BackUpCommand(string Directory) : IRequest<BackupReport>;

/// <param name="Files">Files in the backup.</param>
/// <param name="Blobs">Blobs that belong to them: content and waveforms.</param>
/// <param name="Bytes">Of the blobs that are there.</param>
/// <param name="CopiedBlobs">Blobs that were not there before.</param>
/// <param name="CopiedBytes">Of these.</param>
/// <param name="RemovedBlobs">Blobs of a former backup that belong to no file any more.</param>
/// <param name="Damaged">Blobs that could not be copied as their rows say; a good copy of a former backup stays.</param>
public sealed record BackupReport(int Files, int Blobs, long Bytes, int CopiedBlobs, long CopiedBytes, int RemovedBlobs, IReadOnlyList<DamagedBlob> Damaged)
{
    /// <summary>True when everything is in the backup, unharmed.</summary>
    public bool IsSound => Damaged.Count == 0;
}

/// <param name="FileId">Whose.</param>
/// <param name="Key">The blob's.</param>
/// <param name="Damage">What is wrong with it.</param>
public sealed record DamagedBlob(Guid FileId, string Key, BlobDamage Damage);

public enum BlobDamage
{
    Missing,

    /// <summary>The disk does not give its bytes.</summary>
    Unreadable,
    WrongSize,
    WrongDigest,
}

internal sealed class BackUpValidator : AbstractValidator<BackUpCommand>
{
    public BackUpValidator() =>
        RuleFor(command => command.Directory).Must(Path.IsPathFullyQualified).OverridePropertyName("directory").WithMessage("The directory of a backup is an absolute path.");
}

internal sealed class BackUpHandler(IBackup backup) : IRequestHandler<BackUpCommand, BackupReport>
{
    public Task<BackupReport> Handle(BackUpCommand request, CancellationToken cancellationToken) => backup.WriteAsync(request.Directory, cancellationToken);
}
