using AudioServer.Application.Ports;
using AudioServer.Application.Verification;
using AudioServer.Domain;
using AudioServer.Domain.AudioFiles;
using AudioServer.Domain.Events;
using AudioServer.TestKit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AudioServer.IntegrationTests.Database;

/// <summary>What holds while many write at once.</summary>
public abstract class ManyWritersContract : DatabaseContract
{
    private const long Quota = 10_000;

    protected override string[] Further => ["--Limits:QuotaBytes", $"{Quota}"];

    [Fact]
    public async Task Saves_at_once_are_all_kept()
    {
        await AtOnceAsync(10, number => Server.Services.AddAsync(new AudioRow($"{number}.wav") { Size = 1 }));

        (await Server.GetListAsync("/list?count=true&limit=1")).GetProperty("total").GetInt64().Should().Be(10);
    }

    [Fact]
    public async Task Of_many_that_want_a_name_one_has_it()
    {
        var outcomes = await AtOnceAsync(20, _ => SaveAsync(new AudioRow("a") { Id = Guid.NewGuid(), Size = 1 }));

        outcomes.Count(outcome => outcome == SaveOutcome.Saved).Should().Be(1);
        outcomes.Count(outcome => outcome == SaveOutcome.NameTaken).Should().Be(19);
    }

    [Fact]
    public async Task No_race_passes_the_quota_and_usage_is_what_the_rows_say()
    {
        var outcomes = await AtOnceAsync(30, number => SaveAsync(new AudioRow($"{number}") { Size = Quota / 10 }));

        outcomes.Count(outcome => outcome == SaveOutcome.Saved).Should().Be(10);
        outcomes.Count(outcome => outcome == SaveOutcome.OverQuota).Should().Be(20);
        await using var db = Context();
        (await db.AudioFiles.CountAsync()).Should().Be(10);
        await ExpectUsageAsync(Owners.Local, 10, Quota);

        // Handed over and deleted, each by many at once.
        var heir = Guid.NewGuid();
        var ids = await db.AudioFiles.Select(file => file.Id).ToListAsync();
        await AtOnceAsync(10, async number =>
        {
            await using var own = Context();
            var file = await own.AudioFiles.SingleAsync(row => row.Id == ids[number]);
            if (number < 6)
            {
                file.HandOver(heir, FileName.Parse(file.Name), AudioRow.Noon);
            }
            else
            {
                own.AudioFiles.Remove(file);
            }

            return await own.SaveAsync(CancellationToken.None);
        });
        await ExpectUsageAsync(Owners.Local, 0, 0);
        await ExpectUsageAsync(heir, 6, 6 * (Quota / 10));
    }

    [Fact]
    public async Task Each_file_is_claimed_by_one_and_none_is_left()
    {
        await Server.Services.AddAsync(Enumerable.Range(0, 30).Select(number => new AudioRow($"{number:00}") { Size = 1, CreatedAt = AudioRow.Noon.AddMilliseconds(number) }));

        var claims = await AtOnceAsync(8, async _ =>
        {
            var own = new List<Claim>();
            while (await ClaimAsync() is { } claim)
            {
                own.Add(claim);
            }

            return own;
        });

        claims.SelectMany(own => own).Select(claim => claim.File.Name).Should().OnlyHaveUniqueItems().And.HaveCount(30);
    }

    [Fact]
    public async Task A_worker_that_lost_its_claim_can_save_nothing()
    {
        await Server.Services.AddAsync(new AudioRow("a") { Size = 1 });
        var lost = (await ClaimAsync())!;
        await using (var db = Context())
        {
            await db.AudioFiles.ExecuteUpdateAsync(file => file.SetProperty(row => row.LeaseUntil, AudioRow.Noon));
        }

        var claim = (await ClaimAsync())!;

        claim.File.Fence.Should().Be(lost.File.Fence + 1);
        (await Jobs().KeepAsync(lost, 0.5)).Should().BeFalse();
        (await Jobs().KeepAsync(claim, 0.25)).Should().BeTrue();
        await using var after = Context();
        (await after.AudioFiles.SingleAsync()).Progress.Should().Be(0.25);
    }

    [Fact]
    public async Task Whoever_reads_events_behind_the_last_number_misses_none()
    {
        const int Writers = 8, Each = 25;
        var (owner, last, seen) = (Guid.NewGuid(), 0L, new List<string>());
        var writing = AtOnceAsync(Writers, async writer =>
        {
            for (var number = 0; number < Each; number++)
            {
                await using var db = Context();

                // Now: what is a day old the server removes.
                db.Events.Add(new AudioEvent(owner, AudioEventType.Created, DateTimeOffset.UtcNow, $"{writer}.{number}"));
                db.ServerKeys.Add(new Domain.Access.ServerKey($"{writer}.{number}", [], AudioRow.Noon));
                (await db.SaveAsync(CancellationToken.None)).Should().Be(SaveOutcome.Saved);
            }

            return true;
        });
        await using var reader = Context();
        bool isLast;
        do
        {
            isLast = writing.IsCompleted;
            foreach (var row in await reader.Events.AsNoTracking().Where(row => row.OwnerId == owner && row.Sequence > last).OrderBy(row => row.Sequence).ToListAsync())
            {
                last = row.Sequence;
                seen.Add(row.Data);
            }
        }
        while (!isLast);

        await writing;
        seen.Should().OnlyHaveUniqueItems().And.HaveCount(Writers * Each);
    }

    [Fact]
    public async Task A_save_wakes_those_whom_it_concerns_and_no_others()
    {
        var (bus, work) = (Server.Services.GetRequiredService<IEventBus>(), Server.Services.GetRequiredService<IWorkSignal>());
        using var own = bus.Subscribe(Owners.Local);
        using var others = bus.Subscribe(Guid.NewGuid());
        await DrainAsync(own, work);
        await DrainAsync(others, work);

        await using var db = Context();
        db.Events.Add(new AudioEvent(Owners.Local, AudioEventType.Created, DateTimeOffset.UtcNow, "{}"));
        await db.SaveAsync(CancellationToken.None);
        (await own.NextAsync(TimeSpan.FromSeconds(20), CancellationToken.None)).Should().Be(new EventNotice(Owners.Local));

        var working = work.WaitAsync(TimeSpan.FromMinutes(1), CancellationToken.None);
        await Server.Services.AddAsync(new AudioRow("a") { Size = 1 });
        await working.WaitAsync(TimeSpan.FromSeconds(20));

        var claim = (await ClaimAsync())!;
        await Jobs().KeepAsync(claim, 0.5);
        (await own.NextAsync(TimeSpan.FromSeconds(20), CancellationToken.None)).Should().Be(new EventNotice(Owners.Local, claim.File.Id));
        (await own.NextAsync(TimeSpan.FromSeconds(0.3), CancellationToken.None)).Should().BeNull("a claim and a rename are no news");
        (await others.NextAsync(TimeSpan.Zero, CancellationToken.None)).Should().BeNull();
    }

    private static async Task<T[]> AtOnceAsync<T>(int count, Func<int, Task<T>> work) => await Task.WhenAll(Enumerable.Range(0, count).Select(number => Task.Run(() => work(number))));

    private static Task AtOnceAsync(int count, Func<int, Task> work) => Task.WhenAll(Enumerable.Range(0, count).Select(number => Task.Run(() => work(number))));

    /// <summary>What the start itself had to tell.</summary>
    private static async Task DrainAsync(IEventSubscription subscription, IWorkSignal work)
    {
        while (await subscription.NextAsync(TimeSpan.FromSeconds(0.5), CancellationToken.None) is not null)
        {
            // Once more.
        }

        await work.WaitAsync(TimeSpan.FromSeconds(0.1), CancellationToken.None);
    }

    private async Task<SaveOutcome> SaveAsync(AudioRow row)
    {
        await using var db = Context();
        db.AudioFiles.Add(row.ToFile());
        return await db.SaveAsync(CancellationToken.None);
    }

    private VerificationJobs Jobs() => Scope().GetRequiredService<VerificationJobs>();

    private Task<Claim?> ClaimAsync() => Jobs().ClaimAsync(CancellationToken.None);

    private async Task ExpectUsageAsync(Guid owner, long files, long bytes)
    {
        await using var db = Context();
        var usage = await db.Usages.SingleAsync(row => row.OwnerId == owner);
        (usage.Files, usage.Bytes).Should().Be((files, bytes));
    }
}
