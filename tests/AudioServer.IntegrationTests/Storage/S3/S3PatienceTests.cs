using System.Diagnostics;
using AudioServer.Domain.Failures;
using AudioServer.Infrastructure.Storage.S3;
using AudioServer.TestKit;

namespace AudioServer.IntegrationTests.Storage.S3;

/// <summary>A store that has fallen silent is given up soon, one that is slow is not.</summary>
[Trait("Needs", "radosgw")]
public sealed class S3PatienceTests : IDisposable
{
    private const string Key = "0123456789abcdef0123456789abcdef";

    /// <summary>Five seconds are promised; a machine on which other tests run adds its own.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);

    private readonly StagingArea _area = new();

    public void Dispose() => _area.Dispose();

    [Theory]
    [InlineData(100_000)]
    [InlineData(S3Upload.PartSize + 1)]
    public async Task A_store_that_hangs_is_not_waited_for(long size)
    {
        await using var proxy = new FaultyProxy((await S3Server.GetAsync()).Address);
        var store = await S3Store.MakeAsync(_area.Staging, options => options.ServiceUrl = proxy.Address);
        using var upload = await _area.StageAsync(size);
        proxy.Hang();

        await store.Blobs.Awaiting(blobs => blobs.PutAsync(Key, upload, CancellationToken.None).WaitAsync(Soon)).Should().ThrowAsync<Unavailable>();
        await store.Blobs.Awaiting(blobs => blobs.OpenAsync(Key, CancellationToken.None).WaitAsync(Soon)).Should().ThrowAsync<Unavailable>();

        proxy.Recover();
        await store.Blobs.PutAsync(Key, upload, CancellationToken.None);
    }

    [Fact]
    public async Task A_slow_store_is_waited_for_while_it_takes_what_is_sent()
    {
        await using var proxy = new FaultyProxy((await S3Server.GetAsync()).Address);
        var store = await S3Store.MakeAsync(_area.Staging, options => options.ServiceUrl = proxy.Address);
        using var upload = await _area.StageAsync(2_500_000);
        proxy.Slow(bytesPerSecond: 500_000);

        await store.Blobs.PutAsync(Key, upload, CancellationToken.None);
    }

    [Fact]
    public async Task Patience_begins_anew_with_each_sign_of_life_and_ends_without_one()
    {
        using var patience = new Patience(TimeSpan.FromSeconds(1), CancellationToken.None);
        var started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(2))
        {
            await Task.Delay(50);
            patience.Renew();
        }

        patience.Token.IsCancellationRequested.Should().BeFalse();
        await patience.Awaiting(waiting => Task.Delay(TimeSpan.FromSeconds(10), waiting.Token)).Should().ThrowAsync<OperationCanceledException>();
    }
}
