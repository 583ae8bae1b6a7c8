using AudioServer.Application.Ports;
using MediatR;

namespace AudioServer.Application.Maintenance;

/// <summary>How far the backup is that is being written; null when none is.</summary>
public sealed record GetBackupProgressQuery : IRequest<BackupProgress?>;

internal sealed class GetBackupProgressHandler(IBackup backup) : IRequestHandler<GetBackupProgressQuery, BackupProgress?>
{
    public Task<BackupProgress?> Handle(GetBackupProgressQuery request, CancellationToken cancellationToken) => Task.FromResult(backup.Progress);
}
