using System.IO.Pipelines;
using AudioServer.Application.Ports;
using AudioServer.Domain.Failures;
using AudioServer.Infrastructure;
using AudioServer.Infrastructure.Storage;
using AudioServer.TestKit;

namespace AudioServer.IntegrationTests.Storage;

/// <summary>What every store of blobs does. An adapter's own test class makes the store, and no more.</summary>
public abstract class BlobStoreContract : IAsyncLifetime
{
    private const string Key = "0123456789abcdef0123456789abcdef";
    private const string Other = "fedcba9876543210";

    private readonly TemporaryFolder _folder = new();

    private protected UploadStaging Staging { get; private set; } = null!;

    private protected DataDirectory Data { get; private set; } = null!;

    private IBlobStore Store { get; set; } = null!;

    /// <summary>An empty one.</summary>
    private protected abstract Task<IBlobStore> MakeStoreAsync();

    public async Task InitializeAsync()
    {
        Data = new DataDirectory(_folder.File("data"));
        Data.Acquire();
        Staging = new UploadStaging(Data, new Uuid7Generator(TimeProvider.System));
        Store = await MakeStoreAsync();
    }

    public Task DisposeAsync()
    {
        Data.Dispose();
        _folder.Dispose();
        return Task.CompletedTask;
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(100_000)]
    public async Task What_is_put_comes_back_and_its_staged_file_is_gone(int size)
    {
        var content = Noise(size);
        using var upload = await StageAsync(content);

        await Store.PutAsync(Key, upload, CancellationToken.None);

        File.Exists(upload.Path).Should().BeFalse();
        (await ReadAsync(Key)).Should().Equal(content);
    }

    [Fact]
    public async Task A_stream_is_read_at_any_place_and_in_any_order()
    {
        var content = Noise(1_000_000);
        await PutAsync(Key, content);
        await using var bytes = (await Store.OpenAsync(Key, CancellationToken.None))!;

        (bytes.Length, bytes.Position, bytes.CanSeek).Should().Be((content.Length, 0, true));
        foreach (var (first, length) in Ranges(content.Length))
        {
            bytes.Seek(first, SeekOrigin.Begin).Should().Be(first);
            var part = new byte[length];
            var read = await bytes.ReadAtLeastAsync(part, length, throwOnEndOfStream: false);

            read.Should().Be((int)Math.Clamp(content.Length - first, 0, length), "{0} bytes from {1}", length, first);
            part.AsSpan(0, read).SequenceEqual(content.AsSpan((int)Math.Min(first, content.Length), read)).Should().BeTrue("{0} bytes from {1}", length, first);
        }

        bytes.Seek(-10, SeekOrigin.End).Should().Be(content.Length - 10);
        bytes.Seek(4, SeekOrigin.Current).Should().Be(content.Length - 6);
        (await bytes.ReadAsync(new byte[100])).Should().Be(6);
    }

    [Fact]
    public async Task What_is_not_there_is_null()
    {
        (await Store.OpenAsync(Key, CancellationToken.None)).Should().BeNull();
        (await Store.OpenLocalAsync(Key, CancellationToken.None)).Should().BeNull();
        (await Store.ListAsync(CancellationToken.None).ToListAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task A_key_that_exists_keeps_its_bytes()
    {
        await PutAsync(Key, "first"u8.ToArray());
        using var second = await StageAsync("second"u8.ToArray());

        await FluentActions.Awaiting(() => Store.PutAsync(Key, second, CancellationToken.None)).Should().ThrowAsync<Unavailable>();

        (await ReadAsync(Key)).Should().Equal("first"u8.ToArray());
    }

    [Fact]
    public async Task A_deleted_blob_is_gone_and_one_that_never_was_is_no_fault()
    {
        await PutAsync(Key, "sound"u8.ToArray());
        await PutAsync(Other, "another"u8.ToArray());

        await Store.DeleteAsync(Key, CancellationToken.None);
        await Store.DeleteAsync(Key, CancellationToken.None);
        await Store.DeleteAsync("0000000000000000", CancellationToken.None);

        (await Store.OpenAsync(Key, CancellationToken.None)).Should().BeNull();
        (await ReadAsync(Other)).Should().Equal("another"u8.ToArray());
    }

    [Fact]
    public async Task A_key_can_be_used_again_when_it_is_free()
    {
        await PutAsync(Key, "first"u8.ToArray());
        await Store.DeleteAsync(Key, CancellationToken.None);

        await PutAsync(Key, "second"u8.ToArray());

        (await ReadAsync(Key)).Should().Equal("second"u8.ToArray());
    }

    [Fact]
    public async Task A_tool_has_the_bytes_as_a_file_and_the_blob_stays_when_it_has_done()
    {
        var content = Noise(300_000);
        await PutAsync(Key, content);

        using (var local = (await Store.OpenLocalAsync(Key, CancellationToken.None))!)
        {
            Path.IsPathFullyQualified(local.Path).Should().BeTrue();
            File.GetUnixFileMode(local.Path).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
            (await File.ReadAllBytesAsync(local.Path)).Should().Equal(content);
        }

        Directory.GetFiles(Data.Temporary).Should().BeEmpty();
        (await ReadAsync(Key)).Should().Equal(content);
    }

    [Fact]
    public async Task Listing_tells_keys_sizes_and_times()
    {
        await PutAsync(Key, "sound"u8.ToArray());
        await PutAsync(Other, "another"u8.ToArray());

        var blobs = await Store.ListAsync(CancellationToken.None).ToListAsync();

        blobs.Select(blob => (blob.Key, blob.Size)).Should().BeEquivalentTo([(Key, 5L), (Other, 7L)]);
        blobs.Should().OnlyContain(blob => (DateTimeOffset.UtcNow - blob.LastModified).Duration() < TimeSpan.FromMinutes(1));
    }

    [Theory]
    [InlineData("../../../../etc/passwd")]
    [InlineData("short")]
    [InlineData("0123456789abcdef/..")]
    [InlineData("0123456789abcdef?acl")]
    [InlineData("0123456789abcdef\n")]
    [InlineData("ébcdefghcdef")]
    [InlineData("")]
    public async Task What_is_no_key_never_becomes_a_name_in_the_store(string key)
    {
        using var upload = await StageAsync("sound"u8.ToArray());

        await FluentActions.Awaiting(() => Store.PutAsync(key, upload, CancellationToken.None)).Should().ThrowAsync<ArgumentException>();
        await FluentActions.Awaiting(() => Store.OpenAsync(key, CancellationToken.None)).Should().ThrowAsync<ArgumentException>();
        await FluentActions.Awaiting(() => Store.OpenLocalAsync(key, CancellationToken.None)).Should().ThrowAsync<ArgumentException>();
        await FluentActions.Awaiting(() => Store.DeleteAsync(key, CancellationToken.None)).Should().ThrowAsync<ArgumentException>();
    }

    [Fact]
    public async Task The_mark_it_was_given_first_stays_and_is_no_blob()
    {
        (await Store.FindMarkAsync(CancellationToken.None)).Should().BeNull();

        string[] marks = ["one", "two", "three", "four"];
        await Task.WhenAll(marks.Select(mark => Task.Run(() => Store.MarkAsync(mark, CancellationToken.None))));

        var first = await Store.FindMarkAsync(CancellationToken.None);
        marks.Should().Contain(first);
        await Store.MarkAsync("five", CancellationToken.None);
        (await Store.FindMarkAsync(CancellationToken.None)).Should().Be(first);
        (await Store.ListAsync(CancellationToken.None).ToListAsync()).Should().BeEmpty();
        Directory.EnumerateFiles(Data.Temporary).Should().BeEmpty();
    }

    [Fact]
    public async Task Dropping_what_is_unfinished_leaves_what_is_whole()
    {
        await PutAsync(Key, "sound"u8.ToArray());

        await Store.DropUnfinishedAsync(DateTimeOffset.UtcNow.AddDays(1), CancellationToken.None);

        (await ReadAsync(Key)).Should().Equal("sound"u8.ToArray());
    }

    private protected async Task<IStagedUpload> StageAsync(byte[] content)
    {
        using var body = new MemoryStream(content);
        return await Staging.ReceiveAsync(PipeReader.Create(body), long.MaxValue, CancellationToken.None);
    }

    private static byte[] Noise(int size)
    {
        var noise = new byte[size];
        new Random(size).NextBytes(noise);
        return noise;
    }

    /// <summary>Forty: edges, steps forward small and large, steps back, behind the end, and from anywhere.</summary>
    private static IEnumerable<(long First, int Length)> Ranges(int size)
    {
        (long, int)[] edges = [(0, 1), (0, size), (size - 1, 1), (size - 1, 10), (size, 1), (size + 5, 5), (0, 0), (1, size), (0, 100), (100, 100), (201, 100), (400_000, 100), (65_535, 2), (10, 3), (13, 3), (100_000, 1), (230_000, 1), (360_001, 1)];
        var anywhere = new Random(40);
        return edges.Concat(Enumerable.Range(0, 40 - edges.Length).Select(_ => ((long)anywhere.Next(size), anywhere.Next(200_000))));
    }

    private async Task PutAsync(string key, byte[] content)
    {
        using var upload = await StageAsync(content);
        await Store.PutAsync(key, upload, CancellationToken.None);
    }

    private async Task<byte[]> ReadAsync(string key)
    {
        await using var bytes = (await Store.OpenAsync(key, CancellationToken.None))!;
        using var whole = new MemoryStream();
        await bytes.CopyToAsync(whole);
        return whole.ToArray();
    }
}
