using AudioServer.Application.Ports;
using AudioServer.Application.Verification;
using AudioServer.Domain.AudioFiles;
using AudioServer.TestKit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace AudioServer.IntegrationTests.Database;

/// <summary>What is PostgreSQL's own: deadlocks, and what is held for how long.</summary>
[Trait("Needs", "postgres")]
public sealed class PostgresDatabaseTests : IAsyncLifetime
{
    private PostgresServer _postgres = null!;
    private string _database = null!;
    private AudioServerApp _server = null!;

    public async Task InitializeAsync()
    {
        _postgres = await PostgresServer.GetAsync();
        _database = await _postgres.MakeDatabaseAsync();
        _server = await AudioServerApp.StartAsync(settings: TestDatabase.Options(_postgres.ConnectionString(_database)));
    }

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        await _postgres.DropDatabaseAsync(_database);
    }

    [Fact]
    public async Task A_save_that_a_deadlock_ended_is_begun_again()
    {
        await _server.Services.AddAsync(new AudioRow("a"), new AudioRow("b"));
        await using var scope = _server.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<IAudioDb>();
        var files = await db.AudioFiles.OrderBy(file => file.Id).ToListAsync();
        files.ForEach(file => file.Rename(FileName.Parse(file.Name + "2"), AudioRow.Noon));
        await using var other = new NpgsqlConnection(_postgres.ConnectionString(_database));
        await other.OpenAsync();
        await using var transaction = await other.BeginTransactionAsync();
        async Task TouchAsync(Guid id)
        {
            await using var command = new NpgsqlCommand($"UPDATE \"AudioFiles\" SET \"Comment\" = 'other' WHERE \"Id\" = '{id}'", other, transaction);
            await command.ExecuteNonQueryAsync();
        }

        // The save holds the first and waits for the second; who has waited for longest is given up.
        await TouchAsync(files[1].Id);
        var saving = db.SaveAsync(CancellationToken.None);
        await Task.Delay(TimeSpan.FromSeconds(0.3));
        await TouchAsync(files[0].Id);
        await transaction.CommitAsync();

        (await saving.WaitAsync(TimeSpan.FromSeconds(20))).Should().Be(SaveOutcome.Saved);
        (await db.AudioFiles.AsNoTracking().OrderBy(file => file.Name).Select(file => file.Name + file.Comment).ToListAsync()).Should().Equal("a2other", "b2other");
        (await _postgres.AskAsync(_database, "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")).Should().Be(1L);
    }

    [Fact]
    public async Task Nothing_is_held_by_a_worker_that_found_nothing()
    {
        await using var scope = _server.Services.CreateAsyncScope();

        (await scope.ServiceProvider.GetRequiredService<VerificationJobs>().ClaimAsync(CancellationToken.None)).Should().BeNull();

        (await _postgres.AskAsync(_database, "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in transaction%'")).Should().Be(0L);
    }
}
