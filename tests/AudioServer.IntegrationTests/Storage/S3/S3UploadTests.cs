using System.Security.Cryptography;
using Amazon.S3.Model;
using AudioServer.Application.Ports;
using AudioServer.Domain.AudioFiles;
using AudioServer.Domain.Failures;
using AudioServer.Infrastructure.Storage.S3;
using AudioServer.TestKit;

namespace AudioServer.IntegrationTests.Storage.S3;

/// <summary>How files get into the bucket: in parts, compared, once, and with nothing left of what failed.</summary>
[Trait("Needs", "radosgw")]
public sealed class S3UploadTests : IDisposable
{
    private const string Key = "0123456789abcdef0123456789abcdef";

    private readonly StagingArea _area = new();

    public void Dispose() => _area.Dispose();

    [Theory]
    [InlineData(S3Upload.PartSize - 1, false)]
    [InlineData(S3Upload.PartSize, false)]
    [InlineData(S3Upload.PartSize + 1, true)]
    [InlineData(2 * S3Upload.PartSize, true)]
    [InlineData((2 * S3Upload.PartSize) + 1, true)]
    public async Task Around_the_size_of_a_part_every_byte_arrives(long size, bool isInParts)
    {
        var store = await S3Store.MakeAsync(_area.Staging);
        using var upload = await _area.StageAsync(size);

        await store.Blobs.PutAsync(Key, upload, CancellationToken.None);

        await using var bytes = (await store.Blobs.OpenAsync(Key, CancellationToken.None))!;
        Convert.ToHexStringLower(await SHA256.HashDataAsync(bytes)).Should().Be(upload.Content.Sha256);
        var stored = await store.Server.Client.GetObjectMetadataAsync(store.Options.Bucket, $"audio/main/{Key}");
        stored.ETag.Contains('-', StringComparison.Ordinal).Should().Be(isInParts);
        (await store.UnfinishedAsync()).Should().BeEmpty();
    }

    [Theory]
    [InlineData(100_000, "PUT ", "")]
    [InlineData(S3Upload.PartSize + 100_000, "POST ", "?uploads")]
    [InlineData(S3Upload.PartSize + 100_000, "PUT ", "partNumber=1")]
    [InlineData(S3Upload.PartSize + 100_000, "POST ", "?uploadId=")]
    public async Task An_answer_that_is_lost_loses_no_upload(long size, string method, string question)
    {
        var server = await S3Server.GetAsync();
        await using var proxy = new FaultyProxy(server.Address);
        var store = await S3Store.MakeAsync(_area.Staging, options => options.ServiceUrl = proxy.Address);
        using var upload = await _area.StageAsync(size);
        proxy.LoseAnswerTo(request => request.StartsWith(method, StringComparison.Ordinal) && request.Contains(question, StringComparison.Ordinal));

        await store.Blobs.PutAsync(Key, upload, CancellationToken.None);

        File.Exists(upload.Path).Should().BeFalse();
        await using var bytes = (await store.Blobs.OpenAsync(Key, CancellationToken.None))!;
        bytes.Length.Should().Be(size);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(S3Upload.PartSize + 100)]
    public async Task What_lies_there_already_is_not_written_over(long size)
    {
        var store = await S3Store.MakeAsync(_area.Staging);
        await store.Server.Client.PutObjectAsync(new PutObjectRequest { BucketName = store.Options.Bucket, Key = $"audio/main/{Key}", ContentBody = new string('x', 100) });
        var before = await store.Server.Client.GetObjectMetadataAsync(store.Options.Bucket, $"audio/main/{Key}");
        using var upload = await _area.StageAsync(size);

        await store.Blobs.Awaiting(blobs => blobs.PutAsync(Key, upload, CancellationToken.None)).Should().ThrowAsync<Unavailable>();

        (await store.Server.Client.GetObjectMetadataAsync(store.Options.Bucket, $"audio/main/{Key}")).ETag.Should().Be(before.ETag);
        (await store.UnfinishedAsync()).Should().BeEmpty();
        File.Exists(upload.Path).Should().BeTrue("it was not stored");
    }

    [Theory]
    [InlineData(100_000)]
    [InlineData(S3Upload.PartSize + 100_000)]
    public async Task Bytes_that_arrive_damaged_are_refused_and_nothing_is_left(long size)
    {
        var store = await S3Store.MakeAsync(_area.Staging);
        using var upload = new ShiftingUpload(await _area.StageAsync(size));

        await store.Blobs.Awaiting(blobs => blobs.PutAsync(Key, upload, CancellationToken.None)).Should().ThrowAsync<Unavailable>();

        (await store.NamesAsync()).Should().BeEmpty();
        (await store.UnfinishedAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task An_upload_that_is_given_up_leaves_no_parts()
    {
        var server = await S3Server.GetAsync();
        await using var proxy = new FaultyProxy(server.Address);
        var store = await S3Store.MakeAsync(_area.Staging, options => options.ServiceUrl = proxy.Address);
        using var upload = await _area.StageAsync(4L * S3Upload.PartSize);
        using var given = new CancellationTokenSource();
        proxy.WhenPassed(S3Upload.PartSize * 3L / 2, given.Cancel);

        await store.Blobs.Awaiting(blobs => blobs.PutAsync(Key, upload, given.Token)).Should().ThrowAsync<OperationCanceledException>();

        (await store.UnfinishedAsync()).Should().BeEmpty();
        (await store.NamesAsync()).Should().BeEmpty();
        File.Exists(upload.Path).Should().BeTrue("it was not stored");
    }

    [Fact]
    public async Task Puts_beyond_the_most_at_once_wait_for_their_turn_until_they_are_given_up()
    {
        var store = await S3Store.MakeAsync(_area.Staging);
        var (running, end) = (0, new TaskCompletionSource());
        List<Task> puts = [.. Enumerable.Range(0, BlobBucket.MostPuts + 1).Select(_ => store.Bucket.PutInTurnAsync(PutAsync, CancellationToken.None))];
        using var given = new CancellationTokenSource();
        var waiting = store.Bucket.PutInTurnAsync(PutAsync, given.Token);

        running.Should().Be(BlobBucket.MostPuts);
        await given.CancelAsync();
        await waiting.Awaiting(put => put).Should().ThrowAsync<OperationCanceledException>();
        end.SetResult();
        await Task.WhenAll(puts);
        running.Should().Be(BlobBucket.MostPuts + 1);

        Task PutAsync()
        {
            Interlocked.Increment(ref running);
            return end.Task;
        }
    }

    /// <summary>A file that is another whenever it is opened again.</summary>
    private sealed class ShiftingUpload(IStagedUpload upload) : IStagedUpload
    {
        private int _asked;

        public string Path => Changed(Interlocked.Increment(ref _asked));

        public ContentFingerprint Content => upload.Content;

        public Stream OpenRead() => upload.OpenRead();

        public void Dispose() => upload.Dispose();

        private string Changed(int asked)
        {
            using var file = File.OpenHandle(upload.Path, FileMode.Open, FileAccess.Write);
            RandomAccess.Write(file, BitConverter.GetBytes(asked), 50_000);
            return upload.Path;
        }
    }
}
