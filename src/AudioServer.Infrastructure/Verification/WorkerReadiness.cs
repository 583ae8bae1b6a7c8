using AudioServer.Application.Ports;
using AudioServer.Application.Verification;
using Microsoft.Extensions.Options;

namespace AudioServer.Infrastructure.Verification;

/// <summary>Ready while every worker gives signs of life: one with each turn at the queue, and one a second while it is at work on a file.</summary>
internal sealed class WorkerReadiness(WorkerCount workers, IOptions<VerificationOptions> options, TimeProvider time) : IReadinessCheck
{
    /// <summary>Beyond the longest pause of a worker that is well, by as much as a busy machine may hold one up.</summary>
    private readonly TimeSpan _patience = TimeSpan.FromSeconds(60) + options.Value.RetryDelay;

    private readonly long[] _beats = [.. Enumerable.Repeat(time.GetTimestamp(), workers.Value)];

    public string Part => "worker";

    public string? Detail => _beats.Length == 0 ? "none here" : null;

    /// <summary>The worker of this number is alive.</summary>
    public void Beat(int worker) => Volatile.Write(ref _beats[worker], time.GetTimestamp());

    public Task<string?> FindFaultAsync(CancellationToken cancellationToken)
    {
        var lost = _beats.Count(beat => time.GetElapsedTime(beat) > _patience);
        return Task.FromResult(lost == 0 ? null : $"{lost} of {_beats.Length} workers have given no sign of life for {_patience.TotalSeconds} s.");
    }
}
