using AudioServer.Application.Ports;
using AudioServer.Infrastructure.Events;
using AudioServer.Infrastructure.Verification;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace AudioServer.Infrastructure.Database.Postgres;

/// <summary>
/// Hears on one connection what the database tells of every commit, this node's own among them, and wakes those here who wait for it. When the connection was
/// away, all are woken: they look for themselves at what they have missed.
/// </summary>
internal sealed class PostgresListener(IOptions<DatabaseOptions> options, EventBus bus, WorkSignal work, TimeProvider time, ILogger<PostgresListener> log) : BackgroundService
{
    // The triggers of the migrations name them too.
    private const string Events = "audioserver_events";
    private const string Work = "audioserver_work";

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(0.1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var pause = FirstPause;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await ListenAsync(() => pause = FirstPause, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault)
            {
                // An exception that leaves a background service would stop the server.
                log.LogWarning(fault, "The database cannot be listened to; the next try is in {Pause}", pause);
            }

            await Task.WhenAny(Task.Delay(pause, time, stoppingToken));
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    private async Task ListenAsync(Action onListening, CancellationToken stoppingToken)
    {
        await using var connection = PostgresConnections.Listener(options.Value.ConnectionString!);
        connection.Notification += (_, notification) => Hear(notification.Channel, notification.Payload);
        await connection.OpenAsync(stoppingToken);
        await using (var listen = new NpgsqlCommand($"LISTEN {Events}; LISTEN {Work}", connection))
        {
            await listen.ExecuteNonQueryAsync(stoppingToken);
        }

        onListening();
        bus.WakeAll();
        work.Wake();
        while (true)
        {
            await connection.WaitAsync(stoppingToken);
        }
    }

    /// <param name="channel">One of those listened to.</param>
    /// <param name="payload">Of events: the owner's id, and behind a space the id of a file that has come further, if that is the news.</param>
    private void Hear(string channel, string payload)
    {
        if (channel == Work)
        {
            work.Wake();
        }
        else if (payload.Split(' ') is [var owner, .. var file] && Guid.TryParse(owner, out var ownerId))
        {
            bus.Publish(new EventNotice(ownerId, file is [var id] && Guid.TryParse(id, out var fileId) ? fileId : null));
        }
    }
}
