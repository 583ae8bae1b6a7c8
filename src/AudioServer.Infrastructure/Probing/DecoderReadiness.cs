using AudioServer.Application.Ports;
using AudioServer.Infrastructure.Processes;

namespace AudioServer.Infrastructure.Probing;

/// <summary>Ready when ffprobe is there; says in which cage it runs.</summary>
internal sealed class DecoderReadiness(SystemTools tools, Cage cage) : IReadinessCheck
{
    public string Part => "decoder";

    public string? Detail => cage.Description;

    public Task<string?> FindFaultAsync(CancellationToken cancellationToken) =>
        Task.FromResult(tools.Ffprobe is null ? "ffprobe is not installed." : null);
}
