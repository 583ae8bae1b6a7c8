using AudioServer.Application.Ports;
using AudioServer.Infrastructure.Telemetry;
using Microsoft.Extensions.Logging;

namespace AudioServer.Infrastructure.Storage;

/// <summary>Ready while a small file can be written, forced to the disk and moved among the blobs, as an upload is. After a failed fsync this is what says when the disk is well again.</summary>
internal sealed class StorageReadiness(DataDirectory directory, IIdGenerator ids, ILogger<StorageReadiness> log) : IReadinessCheck
{
    public string Part => "storage";

    public Task<string?> FindFaultAsync(CancellationToken cancellationToken)
    {
        var path = Path.Combine(directory.Temporary, $"probe-{ids.NewId():N}");
        try
        {
            using (var probe = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write))
            {
                RandomAccess.Write(probe, "probe"u8, 0);
                DurableFiles.Sync(probe);
            }

            // Under one name, which is no blob's: whatever comes in between, one stays behind at most.
            var moved = Path.Combine(directory.Blobs, "probe");
            File.Move(path, moved, overwrite: true);
            File.Delete(moved);
            return Task.FromResult<string?>(null);
        }
        catch (Exception fault) when (DurableFiles.IsOfTheDisk(fault))
        {
            InfrastructureTelemetry.StorageFailed(DurableFiles.IsFull(fault));

            DurableFiles.TryDelete(path);
            log.LogError(fault, "The storage cannot be written");
            return Task.FromResult<string?>("The storage cannot be written.");
        }
    }
}
