using System.Net.Sockets;
using System.Text.Json;
using AudioServer.Application.Maintenance;
using AudioServer.Infrastructure.Storage;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AudioServer.Infrastructure.Control;

/// <summary>
/// Takes operator's verbs from other processes of the same user: a Unix socket of mode 0600 in the data directory. One JSON line asks, one JSON line answers.
/// </summary>
internal sealed class ControlServer(DataDirectory directory, IServiceScopeFactory scopes, ILogger<ControlServer> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            using var listener = Listen(directory.ControlSocket);
            while (true)
            {
                var connection = await listener.AcceptAsync(stoppingToken);
                _ = ServeAsync(connection, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            File.Delete(directory.ControlSocket);
        }
        catch (Exception fault)
        {
            // The server serves on; verbs then need it stopped.
            log.LogError(fault, "The control socket {Path} cannot be served", directory.ControlSocket);
        }
    }

    private static Socket Listen(string path)
    {
        // The lock of the data directory is ours, so what lies here was left by a killed server.
        File.Delete(path);
        var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        listener.Listen();
        return listener;
    }

    private async Task ServeAsync(Socket connection, CancellationToken stoppingToken)
    {
        try
        {
            await using var stream = new NetworkStream(connection, ownsSocket: true);
            using var reader = new StreamReader(stream);
            var request = JsonSerializer.Deserialize<ReconcileCommand>(await reader.ReadLineAsync(stoppingToken) ?? "null");
            await using var scope = scopes.CreateAsyncScope();
            var report = await scope.ServiceProvider.GetRequiredService<IMediator>().Send(request!, stoppingToken);
            await JsonSerializer.SerializeAsync(stream, report, cancellationToken: stoppingToken);
            stream.WriteByte((byte)'\n');
        }
        catch (Exception fault)
        {
            log.LogError(fault, "An operator's verb failed");
        }
    }
}

/// <summary>Asks a running server to do an operator's verb.</summary>
internal static class ControlClient
{
    /// <exception cref="InvalidOperationException">The server gave no answer; its log says why.</exception>
    public static async Task<ReconcileReport> AskAsync(DataDirectory directory, ReconcileCommand command, CancellationToken cancellationToken)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(directory.ControlSocket), cancellationToken);
        await using var stream = new NetworkStream(socket);
        await JsonSerializer.SerializeAsync(stream, command, cancellationToken: cancellationToken);
        stream.WriteByte((byte)'\n');
        using var reader = new StreamReader(stream);
        return await reader.ReadLineAsync(cancellationToken) is { Length: > 0 } answer
            ? JsonSerializer.Deserialize<ReconcileReport>(answer)!
            : throw new InvalidOperationException("The running server gave no answer; its log says why.");
    }
}
