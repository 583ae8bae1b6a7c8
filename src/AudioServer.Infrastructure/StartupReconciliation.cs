using AudioServer.Application.Maintenance;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AudioServer.Infrastructure;

/// <summary>After a start, compares rows with bytes in the background and removes what a crash left behind. Digests are left to the operator's verb.</summary>
internal sealed class StartupReconciliation(IServiceScopeFactory scopes, ILogger<StartupReconciliation> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var report = await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new ReconcileCommand(DryRun: false, CheckDigests: false, IsUnattended: true), stoppingToken);
            log.Log(
                report.IsSound ? LogLevel.Information : LogLevel.Error,
                "Reconciled {Files} files with {Blobs} blobs: {Orphans} orphans, {Removed} removed, {Missing} missing, {WrongSize} of wrong size",
                report.Files,
                report.Blobs,
                report.OrphanBlobs.Count,
                report.RemovedBlobs.Count,
                report.MissingBlobs.Count,
                report.WrongSize.Count);
            if (report.IsDoubtful)
            {
                log.LogError("Nothing was removed: so many blobs without a row are no crash's. Is this the database that belongs to them? If it is, the verb reconcile removes them");
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops; the next start looks again.
        }
        catch (Exception fault)
        {
            // An exception that leaves a background service would stop the server.
            log.LogError(fault, "Reconciliation failed");
        }
    }
}
