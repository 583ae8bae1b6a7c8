using AudioServer.TestKit;

namespace AudioServer.FunctionalTests;

/// <summary>One server for all tests of a class.</summary>
public class SharedServer : IAsyncLifetime
{
    private readonly TimeProvider? _clock;
    private readonly string[] _settings;

    public SharedServer()
        : this(null)
    {
    }

    protected SharedServer(TimeProvider? clock, params string[] settings) => (_clock, _settings) = (clock, settings);

    public AudioServerApp App { get; private set; } = null!;

    public async Task InitializeAsync() => App = await AudioServerApp.StartAsync(_clock, settings: [.. await DatabaseAsync(), .. _settings]);

    public async Task DisposeAsync() => await App.DisposeAsync();

    /// <summary>What chooses the engine; none: the one of all tests.</summary>
    protected virtual Task<string[]> DatabaseAsync() => Task.FromResult<string[]>([]);

    /// <summary>Deletes every file, for tests that need a server with none.</summary>
    public async Task ClearAsync()
    {
        foreach (var file in (await App.GetJsonAsync("/list?limit=1000&fields=id")).GetProperty("items").EnumerateArray())
        {
            using var deleted = await App.SendAsync(HttpMethod.Delete, $"/api/v1/audio/{file.Text("id")}");
        }
    }
}

/// <summary>One server on PostgreSQL for all tests of a class.</summary>
public sealed class SharedPostgresServer : SharedServer
{
    protected override Task<string[]> DatabaseAsync() => TestDatabase.PostgresAsync();
}
