using AudioServer.Application.Maintenance;

namespace AudioServer.Application.Ports;

/// <summary>Copies all that the server keeps into another folder while it goes on working.</summary>
public interface IBackup
{
    /// <summary>How far the backup is that is being written; null when none is.</summary>
    BackupProgress? Progress { get; }

    /// <summary>
    /// Brings <paramref name="directory"/> to what the server keeps at a moment within this call, later than its beginning. Until it is whole, what was whole
    /// there before stays so. What is damaged is told, and the rest copied.
    /// </summary>
    /// <exception cref="Domain.Failures.InvalidParameter">The directory holds something else, or lies within the data.</exception>
    /// <exception cref="Domain.Failures.Busy">A backup is being written already.</exception>
    /// <exception cref="Domain.Failures.Unavailable">It could not be finished; the message says why.</exception>
    Task<BackupReport> WriteAsync(string directory, CancellationToken cancellationToken);
}

/// <param name="Done">Blobs seen to.</param>
/// <param name="All">Of so many.</param>
public sealed record BackupProgress(int Done, int All);
