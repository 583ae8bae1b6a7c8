using AudioServer.Application.Maintenance;
using AudioServer.Infrastructure.Control;
using AudioServer.Infrastructure.Database.Sqlite;
using AudioServer.Infrastructure.Storage;
using MediatR;
using Microsoft.Extensions.DependencyInjection;

namespace AudioServer.Infrastructure;

/// <summary>Taking possession of the data, as the server and the operator's verbs do before anything else.</summary>
public static class ServerData
{
    /// <summary>What must happen once before the server or a verb touches anything: the lock of the data directory, then the schema.</summary>
    /// <exception cref="DataDirectoryInUseException">Another process has the data directory.</exception>
    /// <exception cref="DataUnusableException">The data directory or the database cannot be opened.</exception>
    public static async Task AcquireDataAsync(this IServiceProvider services, CancellationToken cancellationToken)
    {
        services.GetRequiredService<DataDirectory>().Acquire();
        await services.GetRequiredService<SqliteDatabase>().PrepareAsync(cancellationToken);
    }

    /// <summary>Reconciles in the server that has the data directory, or here when none has.</summary>
    public static async Task<ReconcileReport> ReconcileAsync(this IServiceProvider services, ReconcileCommand command, CancellationToken cancellationToken)
    {
        try
        {
            await services.AcquireDataAsync(cancellationToken);
        }
        catch (DataDirectoryInUseException)
        {
            return await ControlClient.AskAsync(services.GetRequiredService<DataDirectory>(), command, cancellationToken);
        }

        await using var scope = services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(command, cancellationToken);
    }
}
