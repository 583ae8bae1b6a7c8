using AudioServer.Application.Ports;
using AudioServer.Infrastructure.Telemetry;
using Microsoft.Extensions.Logging;

namespace AudioServer.Infrastructure.Storage;

/// <summary>Ready while a small file can be written and forced to the disk. After a failed fsync this is what says when the disk is well again.</summary>
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

            File.Delete(path);
            return Task.FromResult<string?>(null);
        }
        catch (Exception fault) when (DurableFiles.IsOfTheDisk(fault))
        {
            InfrastructureTelemetry.StorageFailed(DurableFiles.IsFull(fault));

            // A probe that stays behind is swept at the next start.
            log.LogError(fault, "The storage cannot be written");
            return Task.FromResult<string?>("The storage cannot be written.");
        }
    }
}
