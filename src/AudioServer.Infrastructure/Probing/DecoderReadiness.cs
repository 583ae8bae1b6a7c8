using AudioServer.Application.Ports;
using AudioServer.Infrastructure.Processes;

namespace AudioServer.Infrastructure.Probing;

/// <summary>Ready when ffprobe and ffmpeg are there; says in which cage it runs.</summary>
internal sealed class DecoderReadiness(SystemTools tools, Cage cage) : IReadinessCheck
{
    public string Part => "decoder";

    public string? Detail => cage.Description;

    public Task<string?> FindFaultAsync(CancellationToken cancellationToken) =>
        Task.FromResult(tools.Ffprobe is null ? "ffprobe is not installed." : tools.Ffmpeg is null ? "ffmpeg is not installed." : null);
}
