using AudioServer.TestKit;

namespace AudioServer.IntegrationTests.Storage.S3;

/// <summary>What is in the bucket is told to the last page, and nothing that is not ours is told of, let alone dropped.</summary>
[Trait("Needs", "radosgw")]
public sealed class S3ListTests : IDisposable
{
    private readonly StagingArea _area = new();

    public void Dispose() => _area.Dispose();

    [Fact]
    public async Task A_list_has_every_page()
    {
        var store = await S3Store.MakeAsync(_area.Staging);
        string[] keys = [.. Enumerable.Range(0, 5).Select(number => $"{number:x16}")];
        foreach (var name in keys.Select(key => $"audio/main/{key}").Concat(["audio/main/probe-1", "audio/main/folder/0123456789abcdef", "audio/mainland0123456789"]))
        {
            await store.Server.Client.PutObjectAsync(new() { BucketName = store.Options.Bucket, Key = name, ContentBody = "x" });
        }

        (await KeysAsync()).Should().BeEquivalentTo(keys);
        store.TurnPagesAfter(2);
        (await KeysAsync()).Should().BeEquivalentTo(keys);

        async Task<List<string>> KeysAsync() => await store.Blobs.ListAsync(CancellationToken.None).Select(blob => blob.Key).ToListAsync();
    }

    [Fact]
    public async Task What_a_crash_left_half_sent_is_dropped_from_every_page_when_it_is_old_and_ours()
    {
        await using var proxy = new FaultyProxy((await S3Server.GetAsync()).Address);
        var store = await S3Store.MakeAsync(_area.Staging, options => options.ServiceUrl = proxy.Address);
        string[] others = ["audio/main/-not-a-key", "audio/main/not-a-key", "others/0123456789abcdef"];
        foreach (var name in others.Concat(Enumerable.Range(0, 4).Select(number => $"audio/main/{number:x16}")))
        {
            await store.Server.Client.InitiateMultipartUploadAsync(store.Options.Bucket, name);
        }

        store.TurnPagesAfter(2);
        await store.Blobs.DropUnfinishedAsync(DateTimeOffset.UtcNow.AddHours(-1), CancellationToken.None);
        (await store.UnfinishedAsync()).Should().HaveCount(7, "they are young");

        // The second try of that drop finds nothing, as it does when another was quicker.
        proxy.LoseAnswerTo(request => request.StartsWith("DELETE ", StringComparison.Ordinal));
        await store.Blobs.DropUnfinishedAsync(DateTimeOffset.UtcNow.AddHours(1), CancellationToken.None);
        (await store.UnfinishedAsync()).Select(left => left.Key).Should().BeEquivalentTo(others);
    }
}
