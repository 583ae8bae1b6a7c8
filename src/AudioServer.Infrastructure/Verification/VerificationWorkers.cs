using AudioServer.Application.Ports;
using AudioServer.Application.Verification;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AudioServer.Infrastructure.Verification;

/// <summary>Works the queue off: so many files at once as <see cref="WorkerCount"/> says.</summary>
internal sealed class VerificationWorkers(IServiceScopeFactory scopes, IWorkSignal work, WorkerReadiness readiness, WorkerCount workers, IOptions<VerificationOptions> options, TimeProvider time, ILogger<VerificationWorkers> log) : BackgroundService
{
    /// <summary>How often an idle worker looks by itself: for files put off, and those of lost workers.</summary>
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(2);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(Enumerable.Range(0, workers.Value).Select(worker => WorkAsync(worker, stoppingToken)));

    private async Task WorkAsync(int worker, CancellationToken stoppingToken)
    {
        // The host waits for what runs before the first await.
        await Task.Yield();
        while (!stoppingToken.IsCancellationRequested)
        {
            readiness.Beat(worker);
            try
            {
                if (!await VerifyNextAsync(worker, stoppingToken))
                {
                    await work.WaitAsync(Look, stoppingToken);
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault)
            {
                // An exception that leaves a background service would stop the server.
                log.LogError(fault, "Verification could not go on");
                await Task.WhenAny(Task.Delay(options.Value.RetryDelay, time, stoppingToken));
            }
        }
    }

    /// <summary>In a scope of its own, so that an idle worker holds nothing.</summary>
    private async Task<bool> VerifyNextAsync(int worker, CancellationToken stoppingToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new VerifyNextCommand(() => readiness.Beat(worker)), stoppingToken);
    }
}

/// <summary>How many files this node verifies at once: as <see cref="VerificationOptions.Concurrency"/> says, unless it leaves that to others.</summary>
internal sealed record WorkerCount(int Value);
