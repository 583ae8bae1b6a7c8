using System.Collections.Concurrent;
using System.Data.Common;
using AudioServer.Application.Verification;
using AudioServer.Infrastructure.Database.Sqlite;
using AudioServer.TestKit;
using MediatR;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace AudioServer.IntegrationTests.Database;

public sealed class BacklogPlanTests
{
    /// <summary>Metrics are read every few seconds, however many files there are.</summary>
    [Fact]
    public async Task The_backlog_is_read_from_the_index_of_the_queue_alone()
    {
        var commands = new Commands("GROUP BY");
        await using var app = await AudioServerApp.StartAsync(configure: services => services.ConfigureDbContext<SqliteAudioDb>(options => options.AddInterceptors(commands)), settings: ["--Database:Provider", "Sqlite"]);
        await app.Services.AddAsync(Enumerable.Range(0, 2000).Select(number => new AudioRow($"{number:0000}") { CreatedAt = AudioRow.Noon.AddMilliseconds(number) }));
        await using var scope = app.Services.CreateAsyncScope();
        commands.Plans.Clear();

        var backlog = await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new GetBacklogQuery());

        backlog!.Pending.Should().Be(2000);
        backlog.Age.Should().BePositive();
        commands.Plans.Should().ContainSingle().Which.Should().Contain("COVERING INDEX IX_AudioFiles_State_IsReverification_Tries_QueuedAt").And.NotContain("TEMP B-TREE");
    }

    /// <summary>A claim costs the same, however many files wait.</summary>
    [Fact]
    public async Task A_claim_reads_the_first_of_each_part_of_the_queue_alone()
    {
        var commands = new Commands("ORDER BY");
        await using var app = await AudioServerApp.StartAsync(
            configure: services => services.ConfigureDbContext<SqliteAudioDb>(options => options.AddInterceptors(commands)),
            settings: ["--Database:Provider", "Sqlite"]);
        await app.Services.AddAsync(Enumerable.Range(0, 2000).Select(number => new AudioRow($"{number:0000}") { CreatedAt = AudioRow.Noon.AddMilliseconds(number) }));
        await using var scope = app.Services.CreateAsyncScope();
        commands.Plans.Clear();

        var claim = await scope.ServiceProvider.GetRequiredService<VerificationJobs>().ClaimAsync(CancellationToken.None);

        claim!.File.Name.Should().Be("0000");

        // Behind that only the labels of the one file are put in order.
        commands.Plans.Should().HaveCount(2).And.AllSatisfy(plan => plan.Split("SCAN")[0].Should().Contain("USING INDEX IX_AudioFiles_State_IsReverification_Tries_QueuedAt (State=?)").And.NotContain("TEMP B-TREE"));
    }

    private sealed class Commands(string part) : DbCommandInterceptor
    {
        public ConcurrentQueue<string> Plans { get; } = [];

        public override ValueTask<DbDataReader> ReaderExecutedAsync(DbCommand command, CommandExecutedEventData eventData, DbDataReader result, CancellationToken cancellationToken = default)
        {
            if (!command.CommandText.Contains(part, StringComparison.Ordinal))
            {
                return ValueTask.FromResult(result);
            }

            using var explain = command.Connection!.CreateCommand();
            explain.CommandText = "EXPLAIN QUERY PLAN " + command.CommandText;
            using var reader = explain.ExecuteReader();
            var steps = new List<string>();
            while (reader.Read())
            {
                steps.Add(reader.GetString(reader.GetOrdinal("detail")));
            }

            Plans.Enqueue(string.Join('\n', steps));
            return ValueTask.FromResult(result);
        }
    }
}
