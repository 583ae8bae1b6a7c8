using AudioServer.Application.Maintenance;
using AudioServer.Application.Ports;
using AudioServer.Domain.Failures;

namespace AudioServer.Infrastructure.Backups;

/// <summary>
/// Refuses. Where the bytes stay in a bucket, a copy of the rows alone is no backup: whatever is deleted later takes the bytes of its rows along (ADR-0009).
/// </summary>
internal sealed class NoBackup : IBackup
{
    public BackupProgress? Progress => null;

    public Task<BackupReport> WriteAsync(string directory, CancellationToken cancellationToken) => throw new InvalidParameter(
        "directory",
        "backup copies what lies in the data directory, and with Storage:Provider=S3 the bytes do not. Keep versions of the bucket and copy the database, as docs/operations.md says under S3.");
}
