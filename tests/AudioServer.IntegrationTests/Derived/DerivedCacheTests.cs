using System.Security.Cryptography;
using AudioServer.Application.Ports;
using AudioServer.Domain.Failures;
using AudioServer.Infrastructure;
using AudioServer.Infrastructure.Derived;
using AudioServer.Infrastructure.Storage;
using AudioServer.TestKit;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace AudioServer.IntegrationTests.Derived;

public sealed class DerivedCacheTests : IDisposable
{
    private static readonly Guid Source = new("019b0000-0000-7000-8000-000000000001");

    private readonly FixedClock _clock = new(new DateTimeOffset(2026, 3, 14, 12, 0, 0, TimeSpan.Zero));
    private readonly TemporaryFolder _folder = new();
    private readonly DataDirectory _data;

    public DerivedCacheTests()
    {
        _data = new DataDirectory(_folder.File("data"));
        _data.Acquire();
    }

    private IEnumerable<string> Files => Directory.GetFiles(_data.Cache).Select(path => Path.GetFileName(path).Split('-')[1]).Order();

    public void Dispose()
    {
        _data.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_file_is_made_once_and_described_by_its_bytes()
    {
        var cache = Cache();
        await using (await GetAsync(cache, "a", 100))
        {
            _clock.Now += TimeSpan.FromHours(1);
        }

        var file = await cache.GetOrMakeAsync(new DerivedKey(Source, "a"), Unneeded, CancellationToken.None);

        await using var bytes = file!.Bytes;
        (file.Size, file.Duration, file.MadeAt).Should().Be((100, 1.234567, _clock.Now - TimeSpan.FromHours(1)));
        file.Sha256.Should().Be(Convert.ToHexStringLower(await SHA256.HashDataAsync(bytes)));
        Directory.GetFiles(_data.Temporary).Should().BeEmpty();
    }

    [Fact]
    public async Task What_was_used_longest_ago_makes_room_first()
    {
        var cache = Cache(budget: 300);
        await UseAsync(cache, "a", "b", "c", "a", "d");
        Files.Should().Equal("a", "c", "d");

        await UseAsync(cache, "c", "e", "f");
        Files.Should().Equal("c", "e", "f");
    }

    [Fact]
    public async Task The_order_survives_a_restart_and_so_do_the_files()
    {
        await UseAsync(Cache(budget: 300), "a", "b", "c", "a");

        var restarted = Cache(budget: 300);
        await UseAsync(restarted, "d");
        Files.Should().Equal("a", "c", "d");
        var file = await restarted.GetOrMakeAsync(new DerivedKey(Source, "a"), Unneeded, CancellationToken.None);
        await using var bytes = file!.Bytes;
        file.Duration.Should().Be(1.234567);
    }

    [Fact]
    public async Task A_smaller_budget_holds_from_the_next_start()
    {
        await UseAsync(Cache(budget: 500), "a", "b", "c", "d", "e");

        await UseAsync(Cache(budget: 200), "e");

        Files.Should().Equal("d", "e");
    }

    [Fact]
    public async Task Files_of_others_are_left_alone()
    {
        File.WriteAllText(Path.Combine(_data.Cache, "README-of-the-operator-x"), "mine");

        await UseAsync(Cache(budget: 100), "a", "b");

        Directory.GetFiles(_data.Cache).Should().HaveCount(2);
    }

    [Fact]
    public async Task A_file_that_is_being_read_goes_on_when_it_is_pushed_out()
    {
        var cache = Cache(budget: 100);
        await using var bytes = await GetAsync(cache, "a", 100);

        await UseAsync(cache, "b");

        Files.Should().Equal("b");
        using var copy = new MemoryStream();
        await bytes.CopyToAsync(copy);
        copy.ToArray().Should().Equal(Content("a", 100));
    }

    [Fact]
    public async Task A_cache_cleared_by_hand_is_filled_again()
    {
        var cache = Cache();
        await UseAsync(cache, "a");
        Directory.Delete(_data.Cache, recursive: true);

        await UseAsync(cache, "a", "b");

        Files.Should().Equal("a", "b");
    }

    [Fact]
    public async Task What_was_derived_of_a_deleted_file_goes_with_it()
    {
        var cache = Cache();
        await UseAsync(cache, "a", "b");
        var other = await cache.GetOrMakeAsync(new DerivedKey(Guid.Empty, "c"), Maker("c", 100), CancellationToken.None);
        await other!.Bytes.DisposeAsync();

        await cache.DropAsync(Source, CancellationToken.None);

        Files.Should().Equal("c");
    }

    [Fact]
    public async Task Many_who_ask_at_once_get_what_is_made_once()
    {
        var (cache, start, makes) = (Cache(concurrency: 1), new TaskCompletionSource(), 0);
        var asking = Enumerable.Range(0, 20).Select(_ => cache.GetOrMakeAsync(
            new DerivedKey(Source, "a"),
            async (path, cancelled) =>
            {
                Interlocked.Increment(ref makes);
                await start.Task;
                return await Maker("a", 100)(path, cancelled);
            },
            CancellationToken.None)).ToList();
        start.SetResult();

        var files = await Task.WhenAll(asking);

        makes.Should().Be(1);
        foreach (var file in files)
        {
            await file!.Bytes.DisposeAsync();
        }
    }

    [Fact]
    public async Task Beyond_its_number_at_work_it_is_busy_but_what_is_there_is_answered()
    {
        var (cache, finish) = (Cache(concurrency: 1), new TaskCompletionSource());
        await UseAsync(cache, "there");
        var slow = cache.GetOrMakeAsync(new DerivedKey(Source, "a"), Slow("a", finish.Task), CancellationToken.None);

        await FluentActions.Awaiting(() => GetAsync(cache, "b", 100)).Should().ThrowAsync<Busy>();
        await UseAsync(cache, "there");

        finish.SetResult();
        await (await slow)!.Bytes.DisposeAsync();
        await UseAsync(cache, "b");
    }

    [Fact]
    public async Task It_is_made_for_those_who_stay_and_given_up_when_nobody_does()
    {
        var (cache, finish, givenUp) = (Cache(concurrency: 1), new TaskCompletionSource(), new TaskCompletionSource());
        using var impatience = new CancellationTokenSource();
        var impatient = cache.GetOrMakeAsync(new DerivedKey(Source, "a"), Slow("a", finish.Task), impatience.Token);
        var patient = cache.GetOrMakeAsync(new DerivedKey(Source, "a"), Unneeded, CancellationToken.None);
        await impatience.CancelAsync();
        await FluentActions.Awaiting(() => impatient).Should().ThrowAsync<OperationCanceledException>();
        finish.SetResult();
        await (await patient)!.Bytes.DisposeAsync();

        using var alone = new CancellationTokenSource();
        var lonely = cache.GetOrMakeAsync(
            new DerivedKey(Source, "b"),
            async (_, cancelled) =>
            {
                using var registration = cancelled.Register(givenUp.SetResult);
                await givenUp.Task;
                throw new OperationCanceledException(cancelled);
            },
            alone.Token);
        await alone.CancelAsync();
        await FluentActions.Awaiting(() => lonely).Should().ThrowAsync<OperationCanceledException>();
        await givenUp.Task.WaitAsync(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task A_failure_is_told_to_all_and_leaves_nothing()
    {
        var (cache, start) = (Cache(concurrency: 1), new TaskCompletionSource());
        var asking = Enumerable.Range(0, 3).Select(_ => cache.GetOrMakeAsync(
            new DerivedKey(Source, "a"),
            async (path, cancelled) =>
            {
                await File.WriteAllTextAsync(path, "half", cancelled);
                await start.Task;
                throw new UnsupportedConversion("why");
            },
            CancellationToken.None)).ToList();
        start.SetResult();

        foreach (var one in asking)
        {
            await FluentActions.Awaiting(() => one).Should().ThrowAsync<UnsupportedConversion>();
        }

        Directory.GetFiles(_data.Temporary).Should().BeEmpty();
        Files.Should().BeEmpty();
        await UseAsync(cache, "a");
    }

    [Fact]
    public async Task Of_a_source_that_is_gone_nothing_is_made()
    {
        (await Cache().GetOrMakeAsync(new DerivedKey(Source, "a"), (_, _) => Task.FromResult<double?>(null), CancellationToken.None)).Should().BeNull();

        Files.Should().BeEmpty();
        Directory.GetFiles(_data.Temporary).Should().BeEmpty();
    }

    private static Task<double?> Unneeded(string path, CancellationToken cancellationToken) => throw new InvalidOperationException("It is there, or being made, already.");

    private static byte[] Content(string key, int size) => [.. Enumerable.Repeat((byte)key[0], size)];

    private static DerivedMaker Maker(string key, int size) => async (path, cancelled) =>
    {
        await File.WriteAllBytesAsync(path, Content(key, size), cancelled);
        return 1.234567;
    };

    private static DerivedMaker Slow(string key, Task finish) => async (path, cancelled) =>
    {
        await finish;
        return await Maker(key, 100)(path, cancelled);
    };

    private DerivedCache Cache(long budget = 1 << 20, int concurrency = 4) => new(
        _data, Options.Create(new DerivedOptions { CacheBytes = budget, Concurrency = concurrency }), new Uuid7Generator(TimeProvider.System), _clock, NullLogger<DerivedCache>.Instance);

    private static async Task<Stream> GetAsync(DerivedCache cache, string key, int size) =>
        (await cache.GetOrMakeAsync(new DerivedKey(Source, key), Maker(key, size), CancellationToken.None))!.Bytes;

    /// <summary>One after the other, a second apart, 100 bytes each.</summary>
    private async Task UseAsync(DerivedCache cache, params string[] keys)
    {
        foreach (var key in keys)
        {
            _clock.Now += TimeSpan.FromSeconds(1);
            await using var bytes = await GetAsync(cache, key, 100);
        }
    }
}
