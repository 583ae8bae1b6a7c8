using System.Collections.Concurrent;
using System.Data.Common;
using AudioServer.Application.Access;
using AudioServer.Application.AudioFiles;
using AudioServer.Infrastructure.Database.Sqlite;
using AudioServer.TestKit;
using MediatR;
using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using SQLitePCL;

namespace AudioServer.IntegrationTests.Database;

/// <summary>
/// How SQLite runs each form of a list, told by itself (EXPLAIN QUERY PLAN) of the very commands sent: a page walks the index of its order and sorts nothing,
/// unless a part of the filter finds few files by an index of its own. Three quarters of the rows are more than few.
/// </summary>
public sealed class ListPlanTests(ListPlanTests.Server server) : IClassFixture<ListPlanTests.Server>
{
    private const int Rows = 4000;

    [Theory]
    [InlineData(SortKey.Created, "IX_AudioFiles_OwnerId_CreatedAt_Id")]
    [InlineData(SortKey.Name, "IX_AudioFiles_OwnerId_Name")]
    [InlineData(SortKey.Duration, "IX_AudioFiles_OwnerId_Duration_Id")]
    [InlineData(SortKey.Size, "IX_AudioFiles_OwnerId_Size_Id")]
    public async Task A_page_walks_the_index_of_its_order_and_seeks_to_its_cursor(SortKey key, string index)
    {
        foreach (var filter in (AudioFilter[])[new(), new() { SampleRate = 44_100, Codec = "pcm_s16le" }, Server.CommonToMost])
        {
            foreach (var descending in (bool[])[false, true])
            {
                var query = new ListAudioQuery(filter, new AudioSort(key, descending), 10, null, Count: false);
                var (page, first) = await server.RunAsync(query);
                var (_, next) = await server.RunAsync(query with { Cursor = page.Next });

                page.Items.Should().HaveCount(10);
                first[0].Should().Contain(step => step.Contains($"USING INDEX {index} (OwnerId=?", StringComparison.Ordinal));
                var column = index.Split('_')[3];
                var seek = key == SortKey.Name ? $"OwnerId=? AND {column}" : $"OwnerId=? AND {column}=? AND Id";
                next[0].Should().Contain(step => step.Contains(seek, StringComparison.Ordinal), "the ties of the last key come first");
                next[1].Should().Contain(step => step.Contains("OwnerId=? AND ", StringComparison.Ordinal) && step.Contains($"{column}{(descending ? '<' : '>')}?", StringComparison.Ordinal), "then the keys beyond");
                first.Concat(next).SelectMany(plan => plan).Should().NotContain(["SCAN a", "USE TEMP B-TREE FOR ORDER BY"]);
            }
        }
    }

    [Theory]
    [InlineData(SortKey.Created)]
    [InlineData(SortKey.Name)]
    [InlineData(SortKey.Duration)]
    [InlineData(SortKey.Size)]
    public async Task A_late_page_takes_no_more_steps_than_the_first_though_the_filter_bounds_the_same_column(SortKey key)
    {
        var filter = key switch
        {
            SortKey.Created => new AudioFilter { CreatedAfter = DateTimeOffset.UnixEpoch, CreatedBefore = DateTimeOffset.MaxValue },
            SortKey.Name => new AudioFilter { Name = "common*" },
            SortKey.Duration => new AudioFilter { MinDuration = 0.5, MaxDuration = 1e9 },
            _ => new AudioFilter { MinSize = 10, MaxSize = 1_000_000 },
        };
        foreach (var descending in (bool[])[false, true])
        {
            var query = new ListAudioQuery(filter, new AudioSort(key, descending), 10, null, Count: false);
            var first = await server.StepsAsync(query);
            var (most, _) = await server.RunAsync(query with { Limit = 1000 });

            var late = await server.StepsAsync(query with { Cursor = most.Next });

            late.Should().BeInRange(1, 2 * first);
        }
    }

    public static TheoryData<string, AudioFilter, string> Rare => new()
    {
        { "text", new AudioFilter { Text = "needle" }, "INTEGER PRIMARY KEY (rowid=?)" },
        { "label", new AudioFilter { Labels = [new("kind", "needle")] }, "INDEX sqlite_autoindex_AudioFiles_1 (Id=?)" },
        { "exact name", new AudioFilter { Name = "needle 0003" }, "INDEX IX_AudioFiles_OwnerId_Name (OwnerId=? AND Name=?)" },
        { "name prefix", new AudioFilter { Name = "needle*" }, "INDEX IX_AudioFiles_OwnerId_Name (OwnerId=? AND Name>? AND Name<?)" },
        { "duration", new AudioFilter { MaxDuration = 0.25 }, "INDEX IX_AudioFiles_OwnerId_Duration_Id (OwnerId=? AND Duration<?)" },
        { "size", new AudioFilter { MinSize = 2_000_000 }, "INDEX IX_AudioFiles_OwnerId_Size_Id (OwnerId=? AND Size>?)" },
        { "text among common parts", Server.CommonToMost with { Text = "needle", Name = null, Labels = [], MinDuration = 0.25 }, "INTEGER PRIMARY KEY (rowid=?)" },
    };

    [Theory]
    [MemberData(nameof(Rare))]
    public async Task A_part_of_the_filter_that_finds_few_starts_from_its_own_index(string part, AudioFilter filter, string step)
    {
        var (page, plans) = await server.RunAsync(new ListAudioQuery(filter, AudioSort.NewestFirst, 10, null, Count: true));

        page.Items.Should().HaveCountGreaterThan(0, part);
        page.Total.Should().BeInRange(1, Rows / 100, part);
        plans.Should().HaveCount(2).And.AllSatisfy(plan => plan.Should().Contain(line => line.StartsWith("SEARCH a USING", StringComparison.Ordinal) && line.EndsWith(step, StringComparison.Ordinal), part));
    }

    public sealed class Server : IAsyncLifetime
    {
        private readonly Plans _plans = new();
        private readonly Steps _steps = new();
        private AudioServerApp _app = null!;

        /// <summary>A filter each of whose parts has an index and finds too many by it.</summary>
        public static AudioFilter CommonToMost { get; } = new()
        {
            MinDuration = 0.5,
            MinSize = 10,
            CreatedAfter = DateTimeOffset.UnixEpoch,
            Text = "common",
            Name = "common*",
            Labels = [new("kind", "common")],
        };

        public async Task InitializeAsync()
        {
            _app = await AudioServerApp.StartAsync(configure: services => services.ConfigureDbContext<SqliteAudioDb>(options => options.AddInterceptors(_plans, _steps)), settings: ["--Database:Provider", "Sqlite"]);
            await _app.Services.AddAsync(Enumerable.Range(0, Rows).Select(number =>
            {
                var kind = number % 200 == 3 ? "needle" : number % 4 == 1 ? "other" : "common";
                return new AudioRow($"{kind} {number:0000}")
                {
                    Duration = kind == "needle" ? 0.25 : 1 + (number / 3),
                    Size = kind == "needle" ? 2_000_000 : 1000 + (number / 3),
                    CreatedAt = AudioRow.Noon.AddMilliseconds(number / 3),
                    Labels = new Dictionary<string, string> { ["kind"] = kind },
                };
            }));
        }

        public async Task DisposeAsync() => await _app.DisposeAsync();

        /// <summary>How many steps SQLite takes for the page, once its statements are prepared.</summary>
        public async Task<int> StepsAsync(ListAudioQuery query)
        {
            _plans.IsIdle = true;
            await RunAsync(query);
            _steps.Take();
            await RunAsync(query);
            _plans.IsIdle = false;
            return _steps.Take();
        }

        /// <summary>The page, and how each command that read files for it was run.</summary>
        public async Task<(AudioPage Page, IReadOnlyList<IReadOnlyList<string>> Plans)> RunAsync(ListAudioQuery query)
        {
            // As a request of the built-in user would be handled.
            var request = new DefaultHttpContext();
            request.Features.Set(CallerIdentity.Local);
            _app.Services.GetRequiredService<IHttpContextAccessor>().HttpContext = request;
            await using var scope = _app.Services.CreateAsyncScope();
            _plans.Taken.Clear();
            var page = await scope.ServiceProvider.GetRequiredService<IMediator>().Send(query);
            return (page, [.. _plans.Taken]);
        }
    }

    /// <summary>Counts the steps of SQLite's virtual machine.</summary>
    private sealed class Steps : DbConnectionInterceptor
    {
        private int _taken;

        public int Take() => Interlocked.Exchange(ref _taken, 0);

        public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            raw.sqlite3_progress_handler(((SqliteConnection)connection).Handle!, 1, _ => Interlocked.Increment(ref _taken) & 0, null);
            return Task.CompletedTask;
        }
    }

    /// <summary>Explains every command that reads rows or counts all; those that count up to a bound are read from an index alone.</summary>
    private sealed class Plans : DbCommandInterceptor
    {
        public ConcurrentQueue<IReadOnlyList<string>> Taken { get; } = [];

        public bool IsIdle { get; set; }

        public override ValueTask<DbDataReader> ReaderExecutedAsync(DbCommand command, CommandExecutedEventData eventData, DbDataReader result, CancellationToken cancellationToken = default)
        {
            var isProbe = command.CommandText.Contains("COUNT(*)", StringComparison.Ordinal) && command.CommandText.Contains("LIMIT", StringComparison.Ordinal);
            if (command.CommandText.Contains("FROM \"AudioFiles\"", StringComparison.Ordinal) && !isProbe && !IsIdle)
            {
                Taken.Enqueue(Explain((SqliteCommand)command));
            }

            return ValueTask.FromResult(result);
        }

        private static List<string> Explain(SqliteCommand command)
        {
            using var explain = command.Connection!.CreateCommand();
            explain.CommandText = "EXPLAIN QUERY PLAN " + command.CommandText;
            foreach (SqliteParameter parameter in command.Parameters)
            {
                explain.Parameters.AddWithValue(parameter.ParameterName, parameter.Value);
            }

            using var reader = explain.ExecuteReader();
            var steps = new List<string>();
            while (reader.Read())
            {
                steps.Add(reader.GetString(reader.GetOrdinal("detail")));
            }

            return steps;
        }
    }
}
