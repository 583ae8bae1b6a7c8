using AudioServer.Application.Maintenance;
using AudioServer.Application.Ports;
using AudioServer.Domain.Failures;

namespace AudioServer.Infrastructure.Backups;

/// <summary>
/// Refuses. Where bytes or rows are kept elsewhere, a copy of what is here alone is no backup (ADR-0009, ADR-0010).
/// </summary>
/// <param name="reason">Why, and what to do instead.</param>
internal sealed class NoBackup(string reason) : IBackup
{
    public BackupProgress? Progress => null;

    public Task<BackupReport> WriteAsync(string directory, CancellationToken cancellationToken) => throw new InvalidParameter("directory", reason);
}
