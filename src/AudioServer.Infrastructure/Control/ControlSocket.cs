using System.Net.Sockets;
using System.Text.Json;
using AudioServer.Application;
using AudioServer.Domain.Failures;
using AudioServer.Infrastructure.Storage;
using FluentValidation;
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
    private Socket? _listener;

    /// <summary>Listens at once, and so before the web server does: whoever finds the server up can send it verbs.</summary>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            _listener = Listen(directory.ControlSocket);
        }
        catch (Exception fault) when (fault is IOException or SocketException or UnauthorizedAccessException or ArgumentException)
        {
            // The server serves all the same; verbs then need it stopped.
            log.LogError(fault, "The control socket {Path} cannot be served", directory.ControlSocket);
        }

        return base.StartAsync(cancellationToken);
    }

    public override void Dispose()
    {
        base.Dispose();
        _listener?.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (_listener is not null)
            {
                var connection = await _listener.AcceptAsync(stoppingToken);
                _ = ServeAsync(connection, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            File.Delete(directory.ControlSocket);
        }
        catch (SocketException fault)
        {
            log.LogError(fault, "The control socket {Path} cannot be served any more", directory.ControlSocket);
        }
    }

    private static Socket Listen(string path)
    {
        // The lock of the data directory is ours, so what lies here was left by a killed server.
        File.Delete(path);
        var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        ControlAddress.Use(path, listener.Bind);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        listener.Listen();
        return listener;
    }

    private static async Task<ControlAnswer> AnswerAsync(string request, IMediator mediator, CancellationToken cancellationToken)
    {
        try
        {
            return new ControlAnswer(JsonSerializer.SerializeToNode(await ControlRequest.SendAsync(request, mediator, cancellationToken), JsonSettings.Options));
        }
        catch (Failure refusal)
        {
            return new ControlAnswer(null, refusal.Message);
        }
        catch (ValidationException refusal)
        {
            return new ControlAnswer(null, string.Join(' ', refusal.Errors.Select(error => error.ErrorMessage)));
        }
    }

    private async Task ServeAsync(Socket connection, CancellationToken stoppingToken)
    {
        try
        {
            await using var stream = new NetworkStream(connection, ownsSocket: true);
            using var reader = new StreamReader(stream);
            var request = await reader.ReadLineAsync(stoppingToken) ?? "{}";
            await using var scope = scopes.CreateAsyncScope();
            var answer = await AnswerAsync(request, scope.ServiceProvider.GetRequiredService<IMediator>(), stoppingToken);
            await JsonSerializer.SerializeAsync(stream, answer, JsonSettings.Options, stoppingToken);
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
    /// <exception cref="DataUnusableException">The server does not listen, or gave no answer.</exception>
    /// <exception cref="VerbRefusedException">The server does not do it.</exception>
    public static async Task<T> AskAsync<T>(DataDirectory directory, IRequest<T> message, CancellationToken cancellationToken)
    {
        using var socket = Connect(directory.ControlSocket);
        await using var stream = new NetworkStream(socket);
        await JsonSerializer.SerializeAsync(stream, ControlRequest.Of(message), JsonSettings.Options, cancellationToken);
        stream.WriteByte((byte)'\n');
        using var reader = new StreamReader(stream);
        var answer = await reader.ReadLineAsync(cancellationToken) is { Length: > 0 } line
            ? JsonSerializer.Deserialize<ControlAnswer>(line, JsonSettings.Options)!
            : throw new DataUnusableException("The running server gave no answer; its log says why.");
        return answer.Refusal is { } refusal ? throw new VerbRefusedException(refusal) : answer.Answer.Deserialize<T>(JsonSettings.Options)!;
    }

    private static Socket Connect(string path)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            ControlAddress.Use(path, socket.Connect);
            return socket;
        }
        catch (Exception fault) when (fault is SocketException or IOException or ArgumentException)
        {
            socket.Dispose();
            throw new DataUnusableException($"The server that has the data directory does not listen at {path}. {fault.Message}", fault);
        }
    }
}
