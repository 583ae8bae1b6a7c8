using AudioServer.Application.Ports;
using AudioServer.Domain.Access;
using AudioServer.Infrastructure.Database;
using AudioServer.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace AudioServer.IntegrationTests.Database;

/// <summary>A server on one of the engines, with a database of its own.</summary>
public abstract class DatabaseContract : IAsyncLifetime
{
    private readonly List<IServiceScope> _scopes = [];

    protected AudioServerApp Server { get; private set; } = null!;

    /// <summary>What chooses the engine.</summary>
    protected abstract Task<string[]> SettingsAsync();

    /// <summary>Further settings that a test class wants.</summary>
    protected virtual string[] Further => [];

    public async Task InitializeAsync() => Server = await AudioServerApp.StartAsync(settings: [.. await SettingsAsync(), .. Further]);

    public async Task DisposeAsync()
    {
        _scopes.ForEach(scope => scope.Dispose());
        await Server.DisposeAsync();
    }

    /// <summary>As a request has it.</summary>
    private protected AudioDb Context() => (AudioDb)Scope().GetRequiredService<IAudioDb>();

    /// <summary>The services of a request.</summary>
    protected IServiceProvider Scope()
    {
        var scope = Server.Services.CreateScope();
        lock (_scopes)
        {
            _scopes.Add(scope);
        }

        return scope.ServiceProvider;
    }

    protected static User UserOf(string name) => new(Guid.NewGuid(), Username.Parse(name), "hash", Guid.NewGuid(), AudioRow.Noon.AddTicks(7));

    protected async Task AddUserAsync(string name)
    {
        await using var db = Context();
        db.Users.Add(UserOf(name));
        (await db.SaveAsync(CancellationToken.None)).Should().Be(SaveOutcome.Saved);
    }
}
