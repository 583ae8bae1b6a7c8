using AudioServer.Domain.Failures;
using AudioServer.Infrastructure.Control;
using AudioServer.Infrastructure.Database;
using AudioServer.Infrastructure.Storage;
using FluentValidation;
using MediatR;
using Microsoft.Extensions.DependencyInjection;

namespace AudioServer.Infrastructure;

/// <summary>Taking possession of the data, as the server and the operator's verbs do before anything else.</summary>
public static class ServerData
{
    /// <summary>What must happen once before the server, or a verb that has to do with blobs, touches anything: the lock of the data directory, then the schema, then a look at whose the store is.</summary>
    /// <exception cref="DataDirectoryInUseException">Another process has the data directory.</exception>
    /// <exception cref="DataUnusableException">The data directory or the database cannot be opened, or the store is another database's.</exception>
    public static async Task AcquireDataAsync(this IServiceProvider services, CancellationToken cancellationToken)
    {
        await services.AcquireRowsAsync(cancellationToken);
        await services.GetRequiredService<StoreBinding>().RefuseOtherAsync(cancellationToken);
    }

    /// <summary>The same, and nothing yet of the store.</summary>
    /// <exception cref="DataDirectoryInUseException">Another process has the data directory.</exception>
    /// <exception cref="DataUnusableException">The data directory or the database cannot be opened.</exception>
    internal static async Task AcquireRowsAsync(this IServiceProvider services, CancellationToken cancellationToken)
    {
        services.GetRequiredService<DataDirectory>().Acquire();
        await services.GetRequiredService<DatabaseEngine>().PrepareAsync(cancellationToken);
    }

    /// <summary>
    /// How an operator's verb has its work done: by the server that has the data directory, or by this process when none has, which is then
    /// as good as the server until it ends.
    /// </summary>
    /// <param name="services">A server's, not started.</param>
    /// <param name="hasToDoWithBlobs">False where only rows are read or written: their settings alone have to be right.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="DataUnusableException">Neither can be done.</exception>
    public static async Task<Operator> AcquireOrConnectAsync(this IServiceProvider services, bool hasToDoWithBlobs, CancellationToken cancellationToken)
    {
        try
        {
            await (hasToDoWithBlobs ? services.AcquireDataAsync(cancellationToken) : services.AcquireRowsAsync(cancellationToken));
            return new Operator(services, isRemote: false);
        }
        catch (DataDirectoryInUseException)
        {
            return new Operator(services, isRemote: true);
        }
    }
}

/// <summary>Sends an operator's messages to where the data is.</summary>
public sealed class Operator
{
    private readonly IServiceProvider _services;

    internal Operator(IServiceProvider services, bool isRemote) => (_services, IsRemote) = (services, isRemote);

    /// <summary>True when another process, the running server, does the work.</summary>
    public bool IsRemote { get; }

    /// <exception cref="VerbRefusedException">It cannot be done.</exception>
    public async Task<T> SendAsync<T>(IRequest<T> message, CancellationToken cancellationToken)
    {
        if (IsRemote)
        {
            return await ControlClient.AskAsync(_services.GetRequiredService<DataDirectory>(), message, cancellationToken);
        }

        try
        {
            await using var scope = _services.CreateAsyncScope();
            return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(message, cancellationToken);
        }
        catch (Failure refusal)
        {
            throw new VerbRefusedException(refusal.Message);
        }
        catch (ValidationException refusal)
        {
            throw new VerbRefusedException(string.Join(' ', refusal.Errors.Select(error => error.ErrorMessage)));
        }
    }
}
