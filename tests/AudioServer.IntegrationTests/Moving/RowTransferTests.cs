using System.Text.Json;
using AudioServer.Application.Ports;
using AudioServer.Domain.Access;
using AudioServer.Domain.AudioFiles;
using AudioServer.Domain.Events;
using AudioServer.Domain.Verification;
using AudioServer.Infrastructure.Database;
using AudioServer.Infrastructure.Moving;
using AudioServer.TestKit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AudioServer.IntegrationTests.Moving;

/// <summary>No table is forgotten, and no column: whatever the model has is compared, also what comes to it later.</summary>
[Trait("Needs", "postgres")]
public sealed class RowTransferTests : IAsyncLifetime
{
    /// <summary>The database makes these itself.</summary>
    private static readonly string[] Derived = ["OwnerUsages", "AudioSearch"];

    private AudioServerApp _sqlite = null!;
    private AudioServerApp _postgres = null!;

    public async Task InitializeAsync()
    {
        _sqlite = await AudioServerApp.StartAsync(settings: ["--Database:Provider", "Sqlite"]);
        _postgres = await AudioServerApp.StartAsync(settings: await TestDatabase.PostgresAsync());
    }

    public async Task DisposeAsync()
    {
        await _sqlite.DisposeAsync();
        await _postgres.DisposeAsync();
    }

    [Fact]
    public async Task Every_column_of_every_table_is_there_and_back_again()
    {
        await using var sqlite = _sqlite.Services.CreateAsyncScope();
        await using var postgres = _postgres.Services.CreateAsyncScope();
        var (near, far) = (DbOf(sqlite), DbOf(postgres));
        await FillAsync(near);
        var before = await AllOfAsync(near);

        (await new RowTransfer(near, far, new MigrationProgress()).RunAsync(() => Task.CompletedTask, CancellationToken.None)).Should().Be(before.Sum(table => table.Value.Count));

        (await AllOfAsync(far)).Should().BeEquivalentTo(before);
        before.Should().OnlyContain(table => table.Value.Count > 0, "an empty table shows nothing");
        (await far.Usages.AsNoTracking().SingleAsync()).Should().BeEquivalentTo(await near.Usages.AsNoTracking().SingleAsync());

        await using var again = await AudioServerApp.StartAsync(settings: ["--Database:Provider", "Sqlite"]);
        await using var last = again.Services.CreateAsyncScope();
        await new RowTransfer(far, DbOf(last), new MigrationProgress()).RunAsync(() => Task.CompletedTask, CancellationToken.None);
        (await AllOfAsync(DbOf(last))).Should().BeEquivalentTo(before);
    }

    /// <summary>Which database it is, and which its store, each installation says of itself.</summary>
    private static bool IsOwn(object row) => row is ServerKey { Name: ServerKey.Installation or ServerKey.Store };

    private static AudioDb DbOf(AsyncServiceScope scope) => (AudioDb)scope.ServiceProvider.GetRequiredService<IAudioDb>();

    /// <summary>One row or more for each table.</summary>
    private static async Task FillAsync(AudioDb db)
    {
        var (user, files) = (Guid.NewGuid(), new[] { "one", "two", "three" }.Select((name, number) => new AudioRow(name) { Duration = number * 1.1, Title = "Ünïcode 🎧" }.ToFile()).ToList());
        db.Users.Add(new User(user, Username.Parse("alice"), "hash of a password", Guid.NewGuid(), AudioRow.Noon));
        db.AccessTokens.Add(new AccessToken(Guid.NewGuid(), user, "laptop", "hash of a token", AccessScopes.Read, AudioRow.Noon, AudioRow.Noon.AddDays(1), parentId: null));
        db.Sessions.Add(new Session("hash of a session", user, Guid.NewGuid(), AudioRow.Noon, AudioRow.Noon.AddDays(7)));
        db.ServerKeys.Add(new ServerKey(ServerKey.Links, [1, 2, 3], AudioRow.Noon));
        db.AudioFiles.AddRange(files);
        db.Labels.AddRange(files.Select(file => new AudioFileLabel(file.Id, "room", "one")));
        db.Reports.Add(new AudioFileReport(files[0].Id, VerificationReport.WithoutDecoding(new DeclaredAudio(1.5, 66_150, 44_100, 2, 16, null), new Finding("skipped", Severity.Info, "No decoder."))));
        db.Events.AddRange(files.Select(file => new AudioEvent(file.OwnerId, AudioEventType.Created, DateTimeOffset.UtcNow, $"{{\"id\":\"{file.Id}\"}}")));
        await db.SaveChangesAsync();

        // Numbers have gaps, as events that are too old leave them.
        await db.Events.Where(one => one.Sequence == 1).ExecuteDeleteAsync();
        db.ChangeTracker.Clear();
    }

    /// <summary>By table, each row's columns as JSON.</summary>
    private static async Task<Dictionary<string, List<string>>> AllOfAsync(AudioDb db)
    {
        var all = new Dictionary<string, List<string>>();
        foreach (var type in db.Model.GetEntityTypes().Where(type => !Derived.Contains(type.GetTableName())))
        {
            var columns = type.GetProperties().Where(property => !property.IsShadowProperty()).OrderBy(property => property.Name).ToList();
            var rows = await ((IQueryable<object>)typeof(DbContext).GetMethod(nameof(DbContext.Set), 1, [])!.MakeGenericMethod(type.ClrType).Invoke(db, null)!).AsNoTracking().ToListAsync();
            all[type.GetTableName()!] = [.. rows.Where(row => !IsOwn(row)).Select(row => JsonSerializer.Serialize(columns.ToDictionary(column => column.Name, column => column.PropertyInfo!.GetValue(row)))).Order()];
        }

        return all;
    }
}
