using System.IO.Pipelines;
using System.Security.Cryptography;
using AudioServer.Application.Ports;
using AudioServer.Domain.Failures;
using AudioServer.Infrastructure;
using AudioServer.Infrastructure.Storage;
using AudioServer.TestKit;
using Microsoft.Extensions.Logging.Abstractions;

namespace AudioServer.IntegrationTests.Storage;

public sealed class LocalBlobStoreTests : IDisposable
{
    private const string Key = "0123456789abcdef0123456789abcdef";
    private const UnixFileMode OwnersFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnersFolder = OwnersFile | UnixFileMode.UserExecute;

    private readonly TemporaryFolder _folder = new();

    private readonly DataDirectory _data;

    public LocalBlobStoreTests() => _data = Acquired(_folder.File("data"));

    public void Dispose()
    {
        _data.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task What_is_staged_is_private_and_knows_its_length_and_digest()
    {
        using var upload = await StageAsync(_data, "sound"u8.ToArray());

        Path.GetDirectoryName(upload.Path).Should().Be(_data.Temporary);
        File.GetUnixFileMode(upload.Path).Should().Be(OwnersFile);
        upload.Content.Size.Should().Be(5);
        upload.Content.Sha256.Should().Be(Convert.ToHexStringLower(SHA256.HashData("sound"u8)));
    }

    [Fact]
    public async Task An_upload_nobody_stores_leaves_nothing()
    {
        using (await StageAsync(_data, "sound"u8.ToArray()))
        {
            Directory.GetFiles(_data.Temporary).Should().ContainSingle();
        }

        Directory.GetFiles(_data.Temporary).Should().BeEmpty();
    }

    [Fact]
    public async Task An_upload_above_the_limit_leaves_nothing_and_its_body_can_be_read_on()
    {
        var body = new Pipe();
        await body.Writer.WriteAsync("sounds"u8.ToArray());
        await body.Writer.CompleteAsync();

        await FluentActions.Awaiting(() => new UploadStaging(_data, new Uuid7Generator(TimeProvider.System)).ReceiveAsync(body.Reader, maxBytes: 5, CancellationToken.None)).Should().ThrowAsync<TooLarge>();

        Directory.GetFiles(_data.Temporary).Should().BeEmpty();
        (await body.Reader.ReadAsync()).IsCompleted.Should().BeTrue("what was read has been advanced past");
    }

    [Fact]
    public async Task A_stored_blob_is_the_staged_file_itself_in_folders_of_the_owners()
    {
        using var upload = await StageAsync(_data, "sound"u8.ToArray());

        await Store(_data).PutAsync(Key, upload, CancellationToken.None);

        File.Exists(upload.Path).Should().BeFalse("it was renamed");
        var blob = Path.Combine(_data.Blobs, "ef", "cd", Key);
        File.ReadAllText(blob).Should().Be("sound");
        File.GetUnixFileMode(blob).Should().Be(OwnersFile);
        foreach (var folder in new[] { _data.Root, _data.Blobs, _data.Temporary, Path.Combine(_data.Blobs, "ef"), Path.Combine(_data.Blobs, "ef", "cd") })
        {
            File.GetUnixFileMode(folder).Should().Be(OwnersFolder, folder);
        }
    }

    [Fact]
    public async Task Folders_that_were_taken_away_are_made_again()
    {
        var store = Store(_data);
        using var first = await StageAsync(_data, "sound"u8.ToArray());
        await store.PutAsync(Key, first, CancellationToken.None);
        Directory.Delete(_data.Blobs, recursive: true);
        using var again = await StageAsync(_data, "sound"u8.ToArray());

        await store.PutAsync(Key, again, CancellationToken.None);

        File.ReadAllText(Path.Combine(_data.Blobs, "ef", "cd", Key)).Should().Be("sound");
        File.GetUnixFileMode(_data.Blobs).Should().Be(OwnersFolder);
    }

    [Fact]
    public async Task A_probe_that_cannot_be_stored_is_no_readiness_and_leaves_nothing()
    {
        var readiness = new StorageReadiness(_data, new Uuid7Generator(TimeProvider.System), NullLogger<StorageReadiness>.Instance);
        (await readiness.FindFaultAsync(CancellationToken.None)).Should().BeNull();
        Directory.Delete(_data.Blobs, recursive: true);

        (await readiness.FindFaultAsync(CancellationToken.None)).Should().Be("The storage cannot be written.");

        Directory.GetFileSystemEntries(_data.Temporary).Should().BeEmpty();
        Directory.Delete(_data.Temporary);
        await FluentActions.Awaiting(() => StageAsync(_data, "sound"u8.ToArray())).Should().ThrowAsync<Unavailable>();
    }

    [Fact]
    public async Task A_tool_reads_the_blob_itself_which_stays_when_it_has_done()
    {
        using var upload = await StageAsync(_data, "sound"u8.ToArray());
        await Store(_data).PutAsync(Key, upload, CancellationToken.None);

        using (var local = await Store(_data).OpenLocalAsync(Key, CancellationToken.None))
        {
            local!.Path.Should().Be(Path.Combine(_data.Blobs, "ef", "cd", Key));
        }

        File.Exists(Path.Combine(_data.Blobs, "ef", "cd", Key)).Should().BeTrue();
        (await Store(_data).OpenLocalAsync("fedcba9876543210", CancellationToken.None)).Should().BeNull();
    }

    [Fact]
    public async Task A_stream_that_is_open_goes_on_when_the_blob_is_deleted()
    {
        using var upload = await StageAsync(_data, "sound"u8.ToArray());
        await Store(_data).PutAsync(Key, upload, CancellationToken.None);
        await using var open = await Store(_data).OpenAsync(Key, CancellationToken.None);

        await Store(_data).DeleteAsync(Key, CancellationToken.None);

        using var reader = new StreamReader(open!);
        (await reader.ReadToEndAsync()).Should().Be("sound");
    }

    [Fact]
    public async Task Listing_tells_of_blobs_alone()
    {
        using var upload = await StageAsync(_data, "sound"u8.ToArray());
        await Store(_data).PutAsync(Key, upload, CancellationToken.None);
        File.WriteAllText(Path.Combine(_data.Blobs, "README.txt"), "stray");
        File.WriteAllText(Path.Combine(_data.Blobs, Key), "in the wrong folder");
        File.WriteAllText(Path.Combine(_data.Blobs, "ef", "cd", "ébcdefghcdef"), "stray");

        var blobs = await Store(_data).ListAsync(CancellationToken.None).ToListAsync();

        var blob = blobs.Should().ContainSingle().Subject;
        (blob.Key, blob.Size).Should().Be((Key, 5));
        blob.LastModified.Should().BeCloseTo(DateTimeOffset.UtcNow, TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task A_blob_that_cannot_be_opened_is_unavailable_and_not_absent()
    {
        // No user may open a folder as a file.
        Directory.CreateDirectory(Path.Combine(_data.Blobs, "ef", "cd", Key));

        await FluentActions.Awaiting(() => Store(_data).OpenAsync(Key, CancellationToken.None)).Should().ThrowAsync<Unavailable>();
        await FluentActions.Awaiting(() => Store(_data).OpenLocalAsync(Key, CancellationToken.None)).Should().ThrowAsync<Unavailable>();
    }

    [SmallDiskFact]
    public async Task A_full_disk_is_storage_full_and_leaves_nothing()
    {
        using var disk = SmallDisk.Mount(1, out _)!;
        using var data = Acquired(Path.Combine(disk.Path, "data"));

        await FluentActions.Awaiting(() => StageAsync(data, new byte[2 << 20])).Should().ThrowAsync<StorageFull>();
        Directory.GetFiles(data.Temporary).Should().BeEmpty();

        using var upload = await StageAsync(data, "sound"u8.ToArray());
        disk.Fill(left: 0);
        await FluentActions.Awaiting(() => StageAsync(data, "sound"u8.ToArray())).Should().ThrowAsync<StorageFull>();
        Directory.GetFiles(data.Blobs, "*", SearchOption.AllDirectories).Should().BeEmpty();
    }

    [SmallDiskFact]
    public async Task A_disk_that_became_read_only_is_unavailable_and_the_upload_is_not_stored()
    {
        using var disk = SmallDisk.Mount(1, out _)!;
        using var data = Acquired(Path.Combine(disk.Path, "data"));
        var upload = await StageAsync(data, "sound"u8.ToArray());
        data.Dispose(); // Its lock is a file open for writing, which a read-only disk would not take.
        disk.Remount("ro");

        await FluentActions.Awaiting(() => Store(data).PutAsync(Key, upload, CancellationToken.None)).Should().ThrowAsync<Unavailable>();
        await FluentActions.Awaiting(() => StageAsync(data, "sound"u8.ToArray())).Should().ThrowAsync<Unavailable>();

        disk.Remount("rw");
        Directory.GetFiles(data.Blobs, "*", SearchOption.AllDirectories).Should().BeEmpty();
        await Store(data).PutAsync(Key, upload, CancellationToken.None);
        Directory.GetFiles(data.Blobs, "*", SearchOption.AllDirectories).Should().ContainSingle();
    }

    [Fact]
    public void A_data_directory_has_one_holder_at_a_time()
    {
        using var second = new DataDirectory(_data.Root);
        second.Invoking(data => data.Acquire()).Should().Throw<DataDirectoryInUseException>();

        _data.Dispose();
        second.Acquire();
    }

    private static DataDirectory Acquired(string path)
    {
        var data = new DataDirectory(path);
        data.Acquire();
        return data;
    }

    private static LocalBlobStore Store(DataDirectory data) => new(data, NullLogger<LocalBlobStore>.Instance);

    private static async Task<IStagedUpload> StageAsync(DataDirectory data, byte[] content)
    {
        using var body = new MemoryStream(content);
        return await new UploadStaging(data, new Uuid7Generator(TimeProvider.System)).ReceiveAsync(PipeReader.Create(body), long.MaxValue, CancellationToken.None);
    }
}
