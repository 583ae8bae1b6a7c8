using System.Globalization;
using AudioServer.Infrastructure;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace AudioServer.TestKit;

/// <summary>A real PostgreSQL for all tests of this process: begun when the first one asks, and gone with the process, however that ends.</summary>
public sealed class PostgresServer
{
    private const string Template = "template_of_tests";
    private static readonly Lazy<Task<PostgresServer>> Shared = new(StartAsync);

    private readonly ServerScript _script;

    /// <summary>A database cannot be copied twice at once.</summary>
    private readonly SemaphoreSlim _copying = new(1, 1);
    private int _databases;

    private PostgresServer(ServerScript script, int port) => (_script, Port) = (script, port);

    public int Port { get; }

    public static Task<PostgresServer> GetAsync() => Shared.Value;

    /// <summary>Where a database is.</summary>
    /// <param name="database">Its name.</param>
    /// <param name="port">Another than its own, such as a proxy's.</param>
    public string ConnectionString(string database, int? port = null) => $"Host=127.0.0.1;Port={port ?? Port};Username=test;Database={database}";

    /// <summary>The name of a new database that nobody else has: of the present schema, or without any.</summary>
    public async Task<string> MakeDatabaseAsync(bool isEmpty = false)
    {
        var name = $"test_{Interlocked.Increment(ref _databases)}";
        await _copying.WaitAsync();
        try
        {
            await RunAsync("postgres", $"CREATE DATABASE {name} TEMPLATE {(isEmpty ? "template0" : Template)}");
        }
        finally
        {
            _copying.Release();
        }

        return name;
    }

    /// <summary>Whoever uses it loses it.</summary>
    public Task DropDatabaseAsync(string name) => RunAsync("postgres", $"DROP DATABASE {name} WITH (FORCE)");

    /// <summary>Runs SQL behind the product's back.</summary>
    public async Task RunAsync(string database, string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionString(database) + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>The first value that SQL answers, run behind the product's back.</summary>
    public async Task<object?> AskAsync(string database, string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionString(database) + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }

    /// <summary>A server of its own, for who stops it: it lasts as long as this process.</summary>
    public static Task<PostgresServer> MakeAsync() => StartAsync();

    /// <summary>Kills it; what it acknowledged it has when it is started again.</summary>
    public Task StopAsync() => _script.TellAsync("stop");

    /// <summary>Returns when it answers, where it answered before.</summary>
    public Task StartAgainAsync() => _script.TellAsync("start");

    private static async Task<PostgresServer> StartAsync()
    {
        var script = ServerScript.Start("postgres", "server");
        var server = new PostgresServer(script, int.Parse((await script.ReadAsync()).Value, CultureInfo.InvariantCulture));
        await server.MakeTemplateAsync();
        return server;
    }

    /// <summary>As a server makes it at its first start, before it is tied to a store.</summary>
    private async Task MakeTemplateAsync()
    {
        using var folder = new TemporaryFolder();
        await RunAsync("postgres", $"CREATE DATABASE {Template}");
        var settings = new Dictionary<string, string?> { ["DataDirectory"] = folder.Path, ["Database:Provider"] = "Postgres", ["Database:ConnectionString"] = ConnectionString(Template) + ";Pooling=false" };
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        await using var services = new ServiceCollection().AddSingleton<IConfiguration>(configuration).AddLogging().AddInfrastructure(configuration).BuildServiceProvider();
        await services.AcquireRowsAsync(CancellationToken.None);
    }
}
