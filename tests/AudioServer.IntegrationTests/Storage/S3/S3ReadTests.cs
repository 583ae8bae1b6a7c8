using System.Security.Cryptography;
using AudioServer.Domain.Failures;
using AudioServer.TestKit;

namespace AudioServer.IntegrationTests.Storage.S3;

/// <summary>How files are read from the bucket when the network or the store fails.</summary>
[Trait("Needs", "radosgw")]
public sealed class S3ReadTests : IDisposable
{
    private const string Key = "0123456789abcdef0123456789abcdef";

    private readonly StagingArea _area = new();

    public void Dispose() => _area.Dispose();

    [Fact]
    public async Task A_connection_that_is_cut_is_gone_on_with_at_the_same_byte()
    {
        await using var proxy = await ProxyAsync();
        var (store, sha256) = await StoredAsync(proxy, 4_000_000);
        await using var bytes = (await store.Blobs.OpenAsync(Key, CancellationToken.None))!;
        proxy.CutAnswerAfter(1_500_000);

        Convert.ToHexStringLower(await SHA256.HashDataAsync(bytes)).Should().Be(sha256);
    }

    [Fact]
    public async Task Read_from_beginning_to_end_it_is_asked_for_once()
    {
        await using var proxy = await ProxyAsync();
        var (store, sha256) = await StoredAsync(proxy, 4_000_000);
        await using var bytes = (await store.Blobs.OpenAsync(Key, CancellationToken.None))!;
        var before = proxy.Asked;

        Convert.ToHexStringLower(await SHA256.HashDataAsync(bytes)).Should().Be(sha256);
        (proxy.Asked - before).Should().Be(1);

        bytes.Position = 1000;
        await bytes.ReadExactlyAsync(new byte[1000]);
        bytes.Position = 50_000;
        await bytes.ReadExactlyAsync(new byte[1000]);
        (proxy.Asked - before).Should().Be(2, "one step was back, the other small");
    }

    [Fact]
    public async Task A_store_that_stops_in_the_middle_is_unavailable_within_five_seconds_each_try()
    {
        await using var proxy = await ProxyAsync();
        var (store, _) = await StoredAsync(proxy, 40_000_000);
        await using var bytes = (await store.Blobs.OpenAsync(Key, CancellationToken.None))!;
        await bytes.ReadExactlyAsync(new byte[1_000_000]);
        proxy.GoDownAfter(0);

        await bytes.Awaiting(stream => stream.CopyToAsync(Stream.Null)).Should().ThrowAsync<Unavailable>().WaitAsync(TimeSpan.FromSeconds(10));
        await store.Blobs.Awaiting(blobs => blobs.OpenAsync(Key, CancellationToken.None)).Should().ThrowAsync<Unavailable>().WaitAsync(TimeSpan.FromSeconds(5));

        proxy.Recover();
        bytes.Position = 39_999_999;
        (await bytes.ReadAsync(new byte[10])).Should().Be(1, "the stream goes on when the store is back");
    }

    [Fact]
    public async Task An_object_that_is_another_by_now_is_not_mixed_in()
    {
        await using var proxy = await ProxyAsync();
        var (store, _) = await StoredAsync(proxy, 100_000);
        await using var bytes = (await store.Blobs.OpenAsync(Key, CancellationToken.None))!;
        await store.Server.Client.PutObjectAsync(new() { BucketName = store.Options.Bucket, Key = $"audio/main/{Key}", ContentBody = new string('x', 100_000) });

        await bytes.Awaiting(stream => stream.ReadAsync(new byte[10]).AsTask()).Should().ThrowAsync<Unavailable>();
    }

    [Fact]
    public async Task A_copy_that_could_not_be_finished_leaves_nothing()
    {
        await using var proxy = await ProxyAsync();
        var (store, _) = await StoredAsync(proxy, 40_000_000);
        proxy.WhenPassed(20_000_000, () => proxy.GoDownAfter(0));

        await store.Blobs.Awaiting(blobs => blobs.OpenLocalAsync(Key, CancellationToken.None)).Should().ThrowAsync<Unavailable>();

        _area.Temporary.Should().BeEmpty();
    }

    private static async Task<FaultyProxy> ProxyAsync() => new((await S3Server.GetAsync()).Address);

    private async Task<(S3Store Store, string Sha256)> StoredAsync(FaultyProxy proxy, long size)
    {
        var store = await S3Store.MakeAsync(_area.Staging, options => options.ServiceUrl = proxy.Address);
        using var upload = await _area.StageAsync(size);
        await store.Blobs.PutAsync(Key, upload, CancellationToken.None);
        return (store, upload.Content.Sha256);
    }
}
