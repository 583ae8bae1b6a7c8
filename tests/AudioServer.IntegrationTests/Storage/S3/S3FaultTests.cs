using System.Net;
using Amazon.S3;
using AudioServer.Domain.Failures;
using AudioServer.Infrastructure;
using AudioServer.Infrastructure.Storage;
using AudioServer.Infrastructure.Storage.S3;
using AudioServer.TestKit;
using Microsoft.Extensions.Logging.Abstractions;

namespace AudioServer.IntegrationTests.Storage.S3;

/// <summary>What is wrong with the store is told as a store that does not work, soon, and never as a file that is not there.</summary>
[Trait("Needs", "radosgw")]
public sealed class S3FaultTests : IDisposable
{
    private const string Key = "0123456789abcdef0123456789abcdef";

    /// <summary>Five seconds are promised; a machine on which other tests run adds its own.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);

    private readonly StagingArea _area = new();

    public void Dispose() => _area.Dispose();

    public static TheoryData<string, Action<S3Options>> Mistakes => new()
    {
        { "wrong secret", options => options.SecretKey = "not-the-secret" },
        { "unknown key", options => options.AccessKey = "UNKNOWN" },
        { "no such bucket", options => options.Bucket = "test-absent" },
        { "nobody there", options => options.ServiceUrl = new Uri("http://127.0.0.1:9") },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public async Task Each_operation_says_that_the_store_does_not_work(string mistake, Action<S3Options> make)
    {
        var store = await S3Store.MakeAsync(_area.Staging, make);
        using var upload = await _area.StageAsync(100_000);
        using var large = await _area.StageAsync(S3Upload.PartSize + 1);

        await store.Blobs.Awaiting(blobs => blobs.PutAsync(Key, upload, CancellationToken.None).WaitAsync(Soon)).Should().ThrowAsync<Unavailable>(mistake);
        await store.Blobs.Awaiting(blobs => blobs.PutAsync(Key, large, CancellationToken.None).WaitAsync(Soon)).Should().ThrowAsync<Unavailable>(mistake);
        await store.Blobs.Awaiting(blobs => blobs.OpenAsync(Key, CancellationToken.None).WaitAsync(Soon)).Should().ThrowAsync<Unavailable>(mistake);
        await store.Blobs.Awaiting(blobs => blobs.OpenLocalAsync(Key, CancellationToken.None).WaitAsync(Soon)).Should().ThrowAsync<Unavailable>(mistake);
        await store.Blobs.Awaiting(blobs => blobs.ListAsync(CancellationToken.None).ToListAsync().AsTask().WaitAsync(Soon)).Should().ThrowAsync<Unavailable>(mistake);
        await store.Blobs.Awaiting(blobs => blobs.DropUnfinishedAsync(DateTimeOffset.UtcNow, CancellationToken.None).WaitAsync(Soon)).Should().ThrowAsync<Unavailable>(mistake);
        await store.Blobs.Awaiting(blobs => blobs.DeleteAsync(Key, CancellationToken.None).WaitAsync(Soon)).Should().NotThrowAsync("reconciliation comes");
        (await Readiness(store).FindFaultAsync(CancellationToken.None)).Should().Be("The object store cannot be used.");
        (File.Exists(upload.Path), File.Exists(large.Path)).Should().Be((true, true), "they were not stored");
        store.Log.Lines.Should().HaveCountGreaterThan(5).And.OnlyContain(line => !line.Contains(store.Options.SecretKey!, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(10_000_000, 5_000_000)]
    [InlineData(4L * S3Upload.PartSize, 25_000_000)]
    public async Task A_store_that_goes_down_in_the_middle_of_a_put_is_told_soon_and_takes_it_when_it_is_back(long size, long after)
    {
        await using var proxy = new FaultyProxy((await S3Server.GetAsync()).Address);
        var store = await S3Store.MakeAsync(_area.Staging, options => options.ServiceUrl = proxy.Address);
        using var upload = await _area.StageAsync(size);
        proxy.GoDownAfter(after);

        await store.Blobs.Awaiting(blobs => blobs.PutAsync(Key, upload, CancellationToken.None)).Should().ThrowAsync<Unavailable>();

        (await store.NamesAsync()).Should().BeEmpty();
        proxy.Recover();
        await store.Blobs.DropUnfinishedAsync(DateTimeOffset.UtcNow.AddDays(1), CancellationToken.None);
        (await store.UnfinishedAsync()).Should().BeEmpty();
        await store.Blobs.PutAsync(Key, upload, CancellationToken.None);
        (await store.NamesAsync()).Should().ContainSingle();
    }

    [Fact]
    public async Task A_store_that_works_is_ready_and_nothing_is_left_of_the_look()
    {
        var store = await S3Store.MakeAsync(_area.Staging);

        (await Readiness(store).FindFaultAsync(CancellationToken.None)).Should().BeNull();

        (await store.NamesAsync()).Should().BeEmpty();
    }

    [Theory]
    [InlineData("QuotaExceeded", HttpStatusCode.Forbidden, typeof(StorageFull))]
    [InlineData("XMinioStorageFull", HttpStatusCode.InsufficientStorage, typeof(StorageFull))]
    [InlineData("", HttpStatusCode.InsufficientStorage, typeof(StorageFull))]
    [InlineData("AccessDenied", HttpStatusCode.Forbidden, typeof(Unavailable))]
    [InlineData("SlowDown", HttpStatusCode.ServiceUnavailable, typeof(Unavailable))]
    public void A_store_without_room_is_told_from_one_that_does_not_work(string code, HttpStatusCode status, Type failure) =>
        S3Faults.ToFailure(new AmazonS3Exception("") { ErrorCode = code, StatusCode = status }).Should().BeOfType(failure);

    private S3Readiness Readiness(S3Store store)
    {
        var ids = new Uuid7Generator(TimeProvider.System);
        return new S3Readiness(store.Bucket, new StorageReadiness(_area.Data, ids, NullLogger<StorageReadiness>.Instance), ids, NullLogger<S3Readiness>.Instance);
    }
}
