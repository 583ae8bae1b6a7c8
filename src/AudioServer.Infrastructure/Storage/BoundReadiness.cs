using AudioServer.Application;
using AudioServer.Application.Ports;
using AudioServer.Domain.Failures;

namespace AudioServer.Infrastructure.Storage;

/// <summary>A store that works, and is the database's.</summary>
internal sealed class BoundReadiness(IReadinessCheck store, StoreBinding binding) : IReadinessCheck
{
    public string Part => store.Part;

    public string? Detail => store.Detail;

    public async Task<string?> FindFaultAsync(CancellationToken cancellationToken)
    {
        try
        {
            await binding.ConfirmAsync(cancellationToken);
            return await store.FindFaultAsync(cancellationToken);
        }
        catch (Failure other)
        {
            return other.Message;
        }
        catch (Exception away) when (DatabaseFault.Is(away))
        {
            // The database's own part tells of it.
            return null;
        }
    }
}
