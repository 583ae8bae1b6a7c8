using System.Text.Json;
using AudioServer.Application.Ports;
using AudioServer.Domain.Access;
using AudioServer.Domain.AudioFiles;
using AudioServer.Domain.Events;
using AudioServer.Domain.Verification;
using AudioServer.Infrastructure;
using AudioServer.Infrastructure.Database;
using AudioServer.Infrastructure.Moving;
using AudioServer.TestKit;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.Extensions.DependencyInjection;

namespace AudioServer.IntegrationTests.Moving;

/// <summary>No table is forgotten, and no column: whatever the model has is compared, also what comes to it later.</summary>
[Trait("Needs", "postgres")]
public sealed class RowTransferTests : IAsyncLifetime
{
    /// <summary>The database makes these itself.</summary>
    private static readonly string[] Derived = ["OwnerUsages", "AudioSearch"];

    private static readonly Guid Bob = Guid.NewGuid();

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

        (await TransferAsync(near, far)).Should().Be(before.Sum(table => table.Value.Count));

        (await AllOfAsync(far)).Should().BeEquivalentTo(before);
        before.Should().OnlyContain(table => table.Value.Count > 0, "an empty table shows nothing");
        (await far.Usages.AsNoTracking().SingleAsync()).Should().BeEquivalentTo(await near.Usages.AsNoTracking().SingleAsync());

        await using var again = await AudioServerApp.StartAsync(settings: ["--Database:Provider", "Sqlite"]);
        await using var last = again.Services.CreateAsyncScope();
        await TransferAsync(far, DbOf(last));
        (await AllOfAsync(DbOf(last))).Should().BeEquivalentTo(before);
    }

    [Fact]
    public async Task Events_are_numbered_on_from_where_the_source_was_also_when_all_of_its_own_are_gone()
    {
        await using var sqlite = _sqlite.Services.CreateAsyncScope();
        await using var postgres = _postgres.Services.CreateAsyncScope();
        var (near, far) = (DbOf(sqlite), DbOf(postgres));
        near.Events.AddRange(Enumerable.Range(0, 20).Select(_ => Event()));
        await near.SaveChangesAsync();
        var numbered = await NextAsync(near);
        await near.Events.ExecuteDeleteAsync();

        await TransferAsync(near, far);

        var there = await NextAsync(far);
        there.Should().BeGreaterThan(numbered);
        await far.Events.ExecuteDeleteAsync();
        await using var again = await AudioServerApp.StartAsync(settings: ["--Database:Provider", "Sqlite"]);
        await using var last = again.Services.CreateAsyncScope();
        await TransferAsync(far, DbOf(last));
        (await NextAsync(DbOf(last))).Should().BeGreaterThan(there);
    }

    [Fact]
    public async Task A_target_that_has_numbered_further_than_the_source_goes_on_from_there()
    {
        await using var postgres = _postgres.Services.CreateAsyncScope();
        await using var sqlite = _sqlite.Services.CreateAsyncScope();
        var (far, near) = (DbOf(postgres), DbOf(sqlite));
        var numbered = await NextAsync(far);
        (await NextAsync(near)).Should().BeLessThanOrEqualTo(numbered);

        await TransferAsync(near, far);
        (await NextAsync(far)).Should().BeGreaterThan(numbered);
    }

    [Fact]
    public async Task Whatever_differs_is_told_but_what_changes_by_itself()
    {
        await using var sqlite = _sqlite.Services.CreateAsyncScope();
        await using var postgres = _postgres.Services.CreateAsyncScope();
        var (near, far) = (DbOf(sqlite), DbOf(postgres));
        await FillAsync(near);
        await TransferAsync(near, far);
        await CompareAsync(near, far);
        await CompareAsync(far, near);

        foreach (var type in far.Model.GetEntityTypes().Where(type => !Derived.Contains(type.GetTableName())))
        {
            foreach (var column in type.GetProperties().Where(column => !column.IsShadowProperty() && !column.IsKey()))
            {
                await DifferAsync(column.Name, column.Name == nameof(AudioFile.LeaseUntil), row => row.Property(column.Name).CurrentValue = Other(column, row.Property(column.Name).CurrentValue));
            }

            await DifferAsync("a row", false, row => row.State = EntityState.Deleted);

            async Task DifferAsync(string what, bool isPassing, Action<EntityEntry> change)
            {
                await using var transaction = await far.Database.BeginTransactionAsync();
                change(far.Entry((await RowsOf(far, type).ToListAsync()).First(row => !IsOwn(row))));
                await far.SaveChangesAsync();
                far.ChangeTracker.Clear();
                await ComparedAsync(isPassing || type.ClrType == typeof(AudioEvent), () => CompareAsync(near, far), type.GetTableName()!, what);
                await ComparedAsync(isPassing || type.ClrType == typeof(AudioEvent), () => CompareAsync(far, near), type.GetTableName()!, what);
                await transaction.RollbackAsync();
            }
        }
    }

    [Fact]
    public async Task The_first_row_that_only_one_side_has_is_named()
    {
        await using var sqlite = _sqlite.Services.CreateAsyncScope();
        await using var postgres = _postgres.Services.CreateAsyncScope();
        var (near, far) = (DbOf(sqlite), DbOf(postgres));
        await FillAsync(near);
        await TransferAsync(near, far);
        var ids = await near.AudioFiles.OrderBy(file => file.Id).Select(file => file.Id).ToListAsync();
        await far.AudioFiles.Where(file => file.Id == ids[1]).ExecuteDeleteAsync();

        await FluentActions.Awaiting(() => CompareAsync(near, far)).Should().ThrowAsync<VerbRefusedException>().WithMessage($"*AudioFiles differs, first at {ids[1]}.*");
        await FluentActions.Awaiting(() => CompareAsync(far, near)).Should().ThrowAsync<VerbRefusedException>().WithMessage($"*AudioFiles differs, first at {ids[1]}.*");
    }

    /// <summary>What a next event is numbered.</summary>
    private static async Task<long> NextAsync(AudioDb db)
    {
        var one = Event();
        db.Events.Add(one);
        await db.SaveChangesAsync();
        db.ChangeTracker.Clear();
        return one.Sequence;
    }

    private static AudioEvent Event() => new(Guid.NewGuid(), AudioEventType.Created, DateTimeOffset.UtcNow, "{}");

    private static Task<long> TransferAsync(AudioDb source, AudioDb target) => new RowTransfer(source, target, new MigrationProgress()).RunAsync(() => Task.CompletedTask, CancellationToken.None);

    private static Task CompareAsync(AudioDb source, AudioDb target) => new RowComparison(source, target, new MigrationProgress()).RunAsync(CancellationToken.None);

    private static async Task ComparedAsync(bool isSame, Func<Task> compare, string table, string what)
    {
        if (isSame)
        {
            await compare.Should().NotThrowAsync("{0} of {1} changes by itself", what, table);
        }
        else
        {
            await compare.Should().ThrowAsync<VerbRefusedException>("{0} of {1} counts", what, table).WithMessage($"*: {table} differs, first at *");
        }
    }

    private static object Other(IProperty column, object? value) => (Nullable.GetUnderlyingType(column.ClrType) ?? column.ClrType) switch
    {
        { IsEnum: true } type => Enum.GetValues(type).Cast<object>().First(other => !other.Equals(value)),
        var type when type == typeof(string) => value + "x",
        var type when type == typeof(Guid) => column.IsForeignKey() ? Bob : Guid.NewGuid(),
        var type when type == typeof(bool) => !(bool)value!,
        var type when type == typeof(int) => 1 + (int)(value ?? 0),
        var type when type == typeof(long) => 1 + (long)(value ?? 0L),
        var type when type == typeof(double) => double.BitIncrement((double)(value ?? 0.0)),
        var type when type == typeof(DateTimeOffset) => ((DateTimeOffset)(value ?? AudioRow.Noon)).AddTicks(1),
        var type when type == typeof(byte[]) => new byte[] { 9 },
        var type when type == typeof(VerificationReport) => ReportOf(1.6),
        var type => throw new NotSupportedException($"Of a {type} this knows no other."),
    };

    private static VerificationReport ReportOf(double seconds) => VerificationReport.WithoutDecoding(new DeclaredAudio(seconds, 66_150, 44_100, 2, 16, null), new Finding("skipped", Severity.Info, "No decoder."));

    private static IQueryable<object> RowsOf(AudioDb db, IEntityType type) => (IQueryable<object>)typeof(DbContext).GetMethod(nameof(DbContext.Set), 1, [])!.MakeGenericMethod(type.ClrType).Invoke(db, null)!;

    /// <summary>Which database it is, and which its store, each installation says of itself.</summary>
    private static bool IsOwn(object row) => row is ServerKey { Name: ServerKey.Installation or ServerKey.Store };

    private static AudioDb DbOf(AsyncServiceScope scope) => (AudioDb)scope.ServiceProvider.GetRequiredService<IAudioDb>();

    /// <summary>One row or more for each table.</summary>
    private static async Task FillAsync(AudioDb db)
    {
        var (user, files) = (Guid.NewGuid(), new[] { "one", "two", "three" }.Select((name, number) => new AudioRow(name) { Duration = number * 1.1, Title = "Ünïcode 🎧" }.ToFile()).ToList());
        db.Users.AddRange(new User(user, Username.Parse("alice"), "hash of a password", Guid.NewGuid(), AudioRow.Noon), new User(Bob, Username.Parse("bob"), "hash of another", Guid.NewGuid(), AudioRow.Noon));
        db.AccessTokens.Add(new AccessToken(Guid.NewGuid(), user, "laptop", "hash of a token", AccessScopes.Read, AudioRow.Noon, AudioRow.Noon.AddDays(1), parentId: null));
        db.Sessions.Add(new Session("hash of a session", user, Guid.NewGuid(), AudioRow.Noon, AudioRow.Noon.AddDays(7)));
        db.ServerKeys.Add(new ServerKey(ServerKey.Links, [1, 2, 3], AudioRow.Noon));
        db.AudioFiles.AddRange(files);

        // Ordered by bytes, by letters, and by the halves of UTF-16 these differ.
        db.Labels.AddRange(files.SelectMany(file => new[] { "room", "Room", "é", "🎧", "\uFFFD" }.Select(key => new AudioFileLabel(file.Id, key, "one"))));
        db.Reports.Add(new AudioFileReport(files[0].Id, ReportOf(1.5)));
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
            var rows = await RowsOf(db, type).AsNoTracking().ToListAsync();
            all[type.GetTableName()!] = [.. rows.Where(row => !IsOwn(row)).Select(row => JsonSerializer.Serialize(columns.ToDictionary(column => column.Name, column => column.PropertyInfo!.GetValue(row)))).Order()];
        }

        return all;
    }
}
