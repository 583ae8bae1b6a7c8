using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using AudioServer.Application.Maintenance;
using AudioServer.Domain;
using AudioServer.Domain.Failures;
using AudioServer.FunctionalTests.Access;
using AudioServer.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace AudioServer.FunctionalTests.Service;

/// <summary>The whole server with its rows in PostgreSQL: away and back, refusals, secrets.</summary>
[Trait("Needs", "postgres")]
public sealed class PostgresTests : IAsyncLifetime
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(5);

    private PostgresServer _postgres = null!;
    private FaultyProxy _proxy = null!;
    private string _database = null!;
    private AudioServerApp _server = null!;

    private string[] Settings => TestDatabase.Options(_postgres.ConnectionString(_database, _proxy.Address.Port));

    public async Task InitializeAsync()
    {
        _postgres = await PostgresServer.GetAsync();
        _proxy = new FaultyProxy(new Uri($"http://127.0.0.1:{_postgres.Port}"));
        _database = await _postgres.MakeDatabaseAsync();
        _server = await AudioServerApp.StartAsync(settings: [.. Settings, "--Verification:Concurrency", "1"]);
    }

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        await _proxy.DisposeAsync();
        await _postgres.DropDatabaseAsync(_database);
    }

    [Fact]
    public async Task A_file_goes_all_its_ways()
    {
        using var events = await EventClient.OpenAsync(_server.Client);
        var file = await _server.PostAsync("?name=take.wav&label=a:1&wait=60", Requests.Wav).CreatedAsync();
        file.GetProperty("verification").Text("state").Should().Be("ok");
        (await events.NextAsync("audio.created")).Data.Text("name").Should().Be("take.wav");
        (await events.NextAsync("audio.verified")).Data.GetRawText().Should().Be(file.GetRawText());

        (await _server.GetJsonAsync("/info?name=take.wav")).GetRawText().Should().Be(file.GetRawText());
        (await _server.PatchAsync(file.Text("id")!, """{"name":"other.wav","labels":{"b":"2"}}""")).IsSuccessStatusCode.Should().BeTrue();
        (await _server.NamesAsync("/list?q=OTHER&label=b:2&state=ok")).Should().Equal("other.wav");
        await _server.PostAsync("?name=other.wav", Requests.Wav).RefusedAsync(HttpStatusCode.Conflict, "name_taken");
        (await _server.PostAsync("?name=other.wav&onconflict=rename", Requests.Wav).CreatedAsync()).Text("name").Should().Be("other (2).wav");
        await _server.PostAsync("?name=other.wav&onconflict=replace", Requests.Flac).CreatedAsync();
        (await _server.Client.GetByteArrayAsync(new Uri("/download?name=other.wav", UriKind.Relative))).Should().Equal(Requests.Flac);
        using var deleted = await _server.SendAsync(HttpMethod.Delete, "/delete?name=other.wav");
        deleted.StatusCode.Should().Be(HttpStatusCode.NoContent);
        await events.NextAsync("audio.deleted");

        (await _server.NamesAsync("/list")).Should().Equal("other (2).wav");
        Directory.GetFiles(_server.DataDirectory, "audioserver.db*").Should().BeEmpty();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task While_the_database_is_away_requests_are_answered_503_soon_and_afterwards_as_ever(bool isSilent)
    {
        using var folder = new TemporaryFolder();
        Directory.CreateSymbolicLink(folder.File("blobs"), Path.Combine(_server.DataDirectory, "blobs"));
        await using var closed = await AudioServerApp.StartAsync(dataDirectory: folder.Path, settings: [.. Settings, "--Auth:Mode", "Required"]);
        await _server.PostAsync("?name=before.wav&wait=60", Requests.Wav).CreatedAsync();
        var stored = (await _server.BlobsAsync()).Count;
        if (isSilent)
        {
            _proxy.Hang();
        }
        else
        {
            _proxy.GoDownAfter(0);
        }

        // More than the pool has connections for.
        var started = Stopwatch.GetTimestamp();
        var sent = Enumerable.Range(0, 60).Select(number => _server.SendAsync(HttpMethod.Get, $"/info?name={number}.wav"))
            .Append(_server.PostAsync("?name=during.wav", Requests.Wav)).Append(_server.SendAsync(HttpMethod.Get, "/list")).Append(_server.SendAsync(HttpMethod.Get, "/download?name=before.wav"))
            .Append(_server.SendAsync(HttpMethod.Get, "/api/v1/events")).Append(_server.PostAsync("", Requests.Wav)).Append(_server.PostAsync("?name=other.wav&onconflict=rename", Requests.Wav)).ToList();
        foreach (var sending in sent)
        {
            using var answer = await sending.WaitAsync(TimeSpan.FromSeconds(30));
            await answer.ProblemAsync(HttpStatusCode.ServiceUnavailable, "unavailable");
            answer.Headers.RetryAfter!.Delta.Should().BeGreaterThan(TimeSpan.Zero);
        }

        Stopwatch.GetElapsedTime(started).Should().BeLessThan(Soon);
        (await _server.BlobsAsync()).Should().HaveCount(stored, "no bytes are left of what was refused");
        foreach (var server in new[] { _server, closed })
        {
            using var live = await server.SendAsync(HttpMethod.Get, "/health/live", content: null, ("Authorization", "Bearer as_token"));
            live.StatusCode.Should().Be(HttpStatusCode.OK);
        }

        using (var ready = await _server.SendAsync(HttpMethod.Get, "/health/ready").WaitAsync(TimeSpan.FromSeconds(6)))
        {
            (await ready.JsonAsync(HttpStatusCode.ServiceUnavailable)).GetProperty("parts").Text("database").Should().NotBe("ok");
        }

        _proxy.Recover();
        await RecoverAsync();
        await _server.PostAsync("?name=after.wav&wait=60", Requests.Wav).CreatedAsync();
        (await _server.NamesAsync("/list?sort=name")).Should().Equal("after.wav", "before.wav");
        (await ReadyAsync()).Should().BeTrue();
    }

    [Fact]
    public async Task A_database_that_was_restarted_is_found_again_and_who_listened_is_told_what_was_missed()
    {
        await _server.PostAsync("?name=before.wav", Requests.Wav).CreatedAsync();
        using var events = await EventClient.OpenAsync(_server.Client);

        // As a restart does, to every connection.
        await _postgres.RunAsync("postgres", $"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{_database}'");
        await RecoverAsync();
        await _server.PostAsync("?name=after.wav", Requests.Wav).CreatedAsync();

        (await FollowAsync(events, "audio.created").WaitAsync(TimeSpan.FromSeconds(10))).Data.Text("name").Should().Be("after.wav");
    }

    [Fact]
    public async Task One_who_stands_still_in_the_middle_of_a_transaction_holds_up_the_others_for_seconds()
    {
        // As a stopped process does, or one behind a line that is cut: by the server's own connections, after an event's number was taken.
        await using var standing = await _server.Services.GetRequiredService<NpgsqlDataSource>().OpenConnectionAsync();
        await using var transaction = await standing.BeginTransactionAsync();
        await using var command = new NpgsqlCommand($"SELECT pg_advisory_xact_lock(hashtextextended('{Owners.Local}', 0))", standing);
        await command.ExecuteNonQueryAsync();
        (await _server.PostAsync("?name=take.wav", Requests.Wav)).StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable, "it waits for that lock");

        await EventuallyAsync(async () => (await _server.PostAsync("?name=take.wav", Requests.Wav)).StatusCode == HttpStatusCode.Created);

        await transaction.Awaiting(late => late.CommitAsync()).Should().ThrowAsync<NpgsqlException>();
    }

    [Fact]
    public async Task Connections_that_have_fallen_silent_are_not_each_waited_for()
    {
        foreach (var list in await Task.WhenAll(Enumerable.Range(0, 60).Select(_ => _server.SendAsync(HttpMethod.Get, "/list"))))
        {
            list.Dispose();
        }

        var pooled = (long)(await _postgres.AskAsync("postgres", $"SELECT count(*) FROM pg_stat_activity WHERE datname = '{_database}'"))!;
        pooled.Should().BeGreaterThan(6);
        _proxy.ForgetConnections();

        var refused = 0;
        await EventuallyAsync(async () =>
        {
            using var list = await _server.SendAsync(HttpMethod.Get, "/list");
            refused += list.IsSuccessStatusCode ? 0 : 1;
            return list.IsSuccessStatusCode;
        });

        refused.Should().BeInRange(1, 3);
    }

    [Fact]
    public async Task A_database_that_is_away_while_a_file_is_verified_and_when_that_ends_takes_no_try_from_it()
    {
        // Five minutes, which take a second or two.
        using var uploaded = await _server.Client.PostAsync(new Uri("/post?name=long.wav", UriKind.Relative), new Wav(50_000_044, 1).ToContent());
        await uploaded.JsonAsync(HttpStatusCode.Created);
        await EventuallyAsync(async () => (await _server.NamesAsync("/list?state=running")).Contains("long.wav"));

        await StayAwayAsync(async () => await CountAsync("audioserver_database_errors_total") > 0);
        await StayAwayAsync(async () => await CountAsync("audioserver_verification_duration_seconds_count") > 0);

        await EventuallyAsync(async () => (await _server.NamesAsync("/list?state=ok")).Contains("long.wav"));
        (await _postgres.AskAsync(_database, """SELECT "Tries" FROM "AudioFiles" """)).Should().Be(1);
    }

    /// <summary>The database, until that is so and it has been missed for longer than it takes to do without.</summary>
    private async Task StayAwayAsync(Func<Task<bool>> isSo)
    {
        _proxy.GoDownAfter(0);
        await EventuallyAsync(isSo);
        var missed = await CountAsync("audioserver_database_errors_total");
        await EventuallyAsync(async () => await CountAsync("audioserver_database_errors_total") >= missed + 3);
        _proxy.Recover();
        await RecoverAsync();
    }

    /// <summary>What a metric counts; 0 before it has counted anything.</summary>
    private async Task<double> CountAsync(string metric) =>
        Regex.Match(await _server.Client.GetStringAsync(new Uri("/metrics", UriKind.Relative)), $@"(?m)^{metric}(?:\{{.*\}})? (\S+)").Groups[1] is { Success: true, Value: var count } ? double.Parse(count, CultureInfo.InvariantCulture) : 0;

    /// <summary>As an EventSource does, which comes again when a stream ends.</summary>
    private async Task<ReceivedEvent> FollowAsync(EventClient events, string type)
    {
        while (true)
        {
            var one = await events.NextAsync();
            if (one?.Type == type)
            {
                return one;
            }

            events = one is null ? await EventClient.OpenAsync(_server.Client, events.LastId) : events;
        }
    }

    [Fact]
    public async Task A_backup_of_bytes_alone_is_refused()
    {
        using var folder = new TemporaryFolder();

        (await _server.Invoking(server => server.OperateAsync(new BackUpCommand(folder.File("backup")))).Should().ThrowAsync<InvalidParameter>()).WithMessage("*Database:Provider=Postgres*pg_dump*docs/operations.md*");

        Directory.Exists(folder.File("backup")).Should().BeFalse();
    }

    [SqliteFact("the verb is told of PostgreSQL otherwise")]
    public async Task A_verb_that_is_not_told_of_the_database_does_not_begin_another()
    {
        using var folder = new TemporaryFolder();
        await using (await AudioServerApp.StartAsync(dataDirectory: folder.File("data"), settings: await TestDatabase.PostgresAsync()))
        {
            // It has been here.
        }

        var run = await ServerProcess.RunAsync(["link-key", "rotate", "--DataDirectory", folder.File("data")]);

        run.ExitCode.Should().Be(2);
        run.Errors.Should().Contain("are in PostgreSQL. Give this the server's settings, Database:Provider and Database:ConnectionString.");
        File.Exists(folder.File("data/audioserver.db")).Should().BeFalse();
    }

    [Theory]
    [InlineData("Host=127.0.0.1;Port=1;Password=hunter2;Username=u", "The database cannot be used.")]
    [InlineData("Host=127.0.0.1;Pasword=hunter2", "Database:ConnectionString is needed with Database:Provider=Postgres")]
    [InlineData("postgres://u:hunter2@127.0.0.1/db", "Database:ConnectionString is needed with Database:Provider=Postgres")]
    [InlineData("Host=127.0.0.1;Password=a;hunter2=1", "Database:ConnectionString is needed with Database:Provider=Postgres")]
    [InlineData("Host=127.0.0.1;Port=hunter2", "Database:ConnectionString is needed with Database:Provider=Postgres")]
    [InlineData("", "Database:ConnectionString is needed with Database:Provider=Postgres")]
    public async Task A_connection_that_cannot_be_had_stops_the_start_and_no_secret_is_told(string connectionString, string reason)
    {
        using var folder = new TemporaryFolder();
        var run = await ServerProcess.RunAsync(["--Urls", "http://127.0.0.1:0", "--DataDirectory", folder.File("data"), "--Serilog:MinimumLevel:Default", "Verbose", .. TestDatabase.Options(connectionString)]);

        run.ExitCode.Should().Be(2);
        run.Errors.TrimEnd().Split('\n')[^1].Should().Contain(reason);
        (run.Output + run.Errors).Should().NotContain("hunter2");
    }

    [Theory]
    [InlineData("ALTER DATABASE {0} SET synchronous_commit = off", "synchronous_commit=off")]
    [InlineData("ALTER DATABASE {0} RENAME TO gone_{0}", "does not exist")]
    public async Task A_database_that_is_not_fit_stops_the_start(string spoil, string reason)
    {
        var database = await _postgres.MakeDatabaseAsync();
        await _postgres.RunAsync("postgres", string.Format(CultureInfo.InvariantCulture, spoil, database));
        using var folder = new TemporaryFolder();

        var run = await ServerProcess.RunAsync(["--Urls", "http://127.0.0.1:0", "--DataDirectory", folder.File("data"), .. TestDatabase.Options(_postgres.ConnectionString(database))]);

        run.ExitCode.Should().Be(2);
        run.Errors.TrimEnd().Split('\n')[^1].Should().Contain(reason);
    }

    /// <summary>Until the server has found it again: of what was connected before, each connection fails at most once.</summary>
    private Task RecoverAsync() => EventuallyAsync(ReadyAsync);

    private static async Task EventuallyAsync(Func<Task<bool>> isSo)
    {
        var patience = Stopwatch.StartNew();
        while (!await isSo())
        {
            patience.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(15));
            await Task.Delay(TimeSpan.FromSeconds(0.1));
        }
    }

    private async Task<bool> ReadyAsync()
    {
        using var list = await _server.SendAsync(HttpMethod.Get, "/list?limit=1");
        using var ready = await _server.SendAsync(HttpMethod.Get, "/health/ready");
        return list.IsSuccessStatusCode && ready.IsSuccessStatusCode;
    }
}
