using System.Collections.Concurrent;
using System.Data.Common;
using AudioServer.Application.Access;
using AudioServer.Application.AudioFiles;
using AudioServer.Application.Ports;
using AudioServer.Application.Verification;
using AudioServer.Domain;
using AudioServer.Infrastructure.Database.Postgres;
using AudioServer.TestKit;
using MediatR;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace AudioServer.IntegrationTests.Database;

/// <summary>How PostgreSQL runs lists and claims, told by itself (EXPLAIN) of the very commands sent.</summary>
[Trait("Needs", "postgres")]
public sealed class PostgresPlanTests(PostgresPlanTests.FilledServer server) : IClassFixture<PostgresPlanTests.FilledServer>
{
    [Theory]
    [InlineData(SortKey.Created, "IX_AudioFiles_OwnerId_CreatedAt_Id")]
    [InlineData(SortKey.Name, "IX_AudioFiles_OwnerId_Name")]
    [InlineData(SortKey.Duration, "IX_AudioFiles_OwnerId_Duration_Id")]
    [InlineData(SortKey.Size, "IX_AudioFiles_OwnerId_Size_Id")]
    public async Task A_page_walks_the_index_of_its_order_and_seeks_to_its_cursor(SortKey key, string index)
    {
        // As a request of the built-in user would be handled.
        var request = new DefaultHttpContext();
        request.Features.Set(CallerIdentity.Local);
        server.App.Services.GetRequiredService<IHttpContextAccessor>().HttpContext = request;
        foreach (var descending in (bool[])[false, true])
        {
            // Into the files without a duration too, which come last.
            var query = new ListAudioQuery(new(), new AudioSort(key, descending), 950, null, Count: false);
            do
            {
                server.Plans.Taken.Clear();

                (await SendAsync(query with { Limit = 10 })).Items.Should().HaveCount(10);

                foreach (var plan in server.Plans.Taken)
                {
                    // Labels are joined to the rows found, behind the limit; of one name there is one row to sort.
                    plan[plan.IndexOf("Limit", StringComparison.Ordinal)..].Should().Contain(index).And.NotMatchRegex(@"->  Sort  \(cost=\S+ rows=(?!1 )").And.NotContain("Seq Scan on \"AudioFiles\"");
                }

                query = query with { Cursor = (await SendAsync(query)).Next };
            }
            while (query.Cursor is not null);
        }
    }

    [Theory]
    [InlineData("text", "IX_AudioFiles_SearchText")]
    [InlineData("prefix", "IX_AudioFiles_OwnerId_Name")]
    [InlineData("label", "IX_AudioFileLabels_Key_Value_AudioFileId")]
    [InlineData("duration", "IX_AudioFiles_OwnerId_Duration_Id")]
    public async Task A_part_of_the_filter_that_finds_few_starts_from_its_own_index(string part, string index)
    {
        var filter = part switch
        {
            "text" => new AudioFilter { Text = "NEEDLE" },
            "prefix" => new AudioFilter { Name = "needle 00*" },
            "label" => new AudioFilter { Labels = [new("kind", "needle")] },
            _ => new AudioFilter { MaxDuration = 0.25 },
        };
        await using var scope = server.App.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<IAudioDb>();
        server.Plans.Taken.Clear();

        var found = await filter.ApplyTo(db, db.AudioFiles.Where(file => file.OwnerId == Owners.Local)).OrderByDescending(file => file.CreatedAt).ThenByDescending(file => file.Id).Take(10).Select(file => file.Id).ToListAsync();

        found.Should().NotBeEmpty();
        server.Plans.Taken.Should().ContainSingle().Which.Should().Contain(index);
    }

    [Fact]
    public async Task A_claim_reads_the_first_of_each_part_of_the_queue_alone_and_locks_it()
    {
        await using var scope = server.App.Services.CreateAsyncScope();
        server.Plans.Taken.Clear();

        var claim = await scope.ServiceProvider.GetRequiredService<VerificationJobs>().ClaimAsync(CancellationToken.None);

        claim.Should().NotBeNull();
        server.Plans.Taken.Where(plan => plan.Contains("LockRows", StringComparison.Ordinal)).Should().HaveCount(2)
            .And.AllSatisfy(plan => plan.Should().Contain("IX_AudioFiles_State_IsReverification_Tries_QueuedAt").And.NotContain("Sort"));
    }

    private async Task<AudioPage> SendAsync(ListAudioQuery query)
    {
        await using var scope = server.App.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(query);
    }

    public sealed class FilledServer : IAsyncLifetime
    {
        internal CommandPlans Plans { get; } = new();

        public AudioServerApp App { get; private set; } = null!;

        /// <summary>4,000 files, of which one in 200 is a needle and one in ten has no duration.</summary>
        public async Task InitializeAsync()
        {
            var postgres = await PostgresServer.GetAsync();
            var database = await postgres.MakeDatabaseAsync();
            App = await AudioServerApp.StartAsync(
                configure: services => services.ConfigureDbContext<PostgresAudioDb>(options => options.AddInterceptors(Plans)),
                settings: TestDatabase.Options(postgres.ConnectionString(database)));
            await App.Services.AddAsync(Enumerable.Range(0, 4000).Select(number =>
            {
                var kind = number % 200 == 3 ? "needle" : "common";
                return new AudioRow($"{kind} {number:0000}")
                {
                    Duration = kind == "needle" ? 0.25 : number % 10 == 1 ? null : 1 + (number / 3),
                    Size = 1000 + (number / 3),
                    CreatedAt = AudioRow.Noon.AddMilliseconds(number / 3),
                    Labels = new Dictionary<string, string> { ["kind"] = kind },
                };
            }));
            await postgres.RunAsync(database, "VACUUM ANALYZE");
        }

        public async Task DisposeAsync() => await App.DisposeAsync();
    }

    /// <summary>Explains every command that reads files.</summary>
    internal sealed class CommandPlans : DbCommandInterceptor
    {
        public ConcurrentQueue<string> Taken { get; } = [];

        public override async ValueTask<DbDataReader> ReaderExecutedAsync(DbCommand command, CommandExecutedEventData eventData, DbDataReader result, CancellationToken cancellationToken = default)
        {
            if (!command.CommandText.Contains("FROM \"AudioFiles\"", StringComparison.Ordinal))
            {
                return result;
            }

            await using var connection = new NpgsqlConnection(command.Connection!.ConnectionString);
            await connection.OpenAsync(cancellationToken);
            await using var explain = new NpgsqlCommand($"EXPLAIN {command.CommandText}", connection);
            foreach (NpgsqlParameter parameter in command.Parameters)
            {
                explain.Parameters.Add(parameter.Clone());
            }

            await using var reader = await explain.ExecuteReaderAsync(cancellationToken);
            var steps = new List<string>();
            while (await reader.ReadAsync(cancellationToken))
            {
                steps.Add(reader.GetString(0));
            }

            Taken.Enqueue(string.Join('\n', steps));
            return result;
        }
    }
}
