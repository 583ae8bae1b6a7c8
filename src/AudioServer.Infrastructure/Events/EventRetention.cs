using AudioServer.Application.Ports;
using AudioServer.Domain.Events;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AudioServer.Infrastructure.Events;

/// <summary>Removes events that nobody can ask for any more.</summary>
internal sealed class EventRetention(IServiceScopeFactory scopes, TimeProvider time, ILogger<EventRetention> log) : BackgroundService
{
    private const int Portion = 1000;
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var pause = new PeriodicTimer(Pause, time);
        try
        {
            do
            {
                await RemoveOldAsync(stoppingToken);
            }
            while (await pause.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops.
        }
    }

    private async Task RemoveOldAsync(CancellationToken stoppingToken)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<IAudioDb>();
            var before = time.GetUtcNow() - AudioEvent.Kept;
            List<AudioEvent> old;
            do
            {
                old = await db.Events.Where(row => row.At < before).OrderBy(row => row.Sequence).Take(Portion).ToListAsync(stoppingToken);
                db.Events.RemoveRange(old);
                await db.SaveAsync(stoppingToken);
            }
            while (old.Count == Portion);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            // An exception that leaves a background service would stop the server.
            log.LogError(fault, "Old events could not be removed");
        }
    }
}
