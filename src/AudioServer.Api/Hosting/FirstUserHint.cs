using AudioServer.Application.Access;
using MediatR;
using Microsoft.Extensions.Options;

namespace AudioServer.Api.Hosting;

/// <summary>A server that asks for accounts and has none says how to make the first: there is no default password to find out.</summary>
internal sealed class FirstUserHint(IServiceScopeFactory scopes, IOptions<AuthOptions> auth, ILogger<FirstUserHint> log) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (auth.Value.Mode != AuthMode.Required)
        {
            return;
        }

        await using var scope = scopes.CreateAsyncScope();
        if ((await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new ListUsersQuery(), cancellationToken)).Count == 0)
        {
            log.LogWarning("There are no users yet, so nobody can come in. Add the first: bin/run user add NAME (with the server's own --DataDirectory); it asks for the password");
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
