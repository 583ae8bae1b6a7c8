using System.Net;
using System.Text.Json;
using AudioServer.Application.Maintenance;
using AudioServer.Domain.Failures;
using AudioServer.FunctionalTests.Access;
using AudioServer.Infrastructure;
using AudioServer.TestKit;

namespace AudioServer.FunctionalTests.Service;

public sealed class BackupTests : IDisposable
{
    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    private readonly TemporaryFolder _folder = new();

    private string Data => _folder.File("data");

    private string Backup => _folder.File("backup");

    public void Dispose() => _folder.Dispose();

    [SqliteFact("backup is refused with PostgreSQL")]
    public async Task A_second_backup_copies_what_is_new_and_removes_what_is_gone_and_a_server_starts_on_it()
    {
        await using var server = await AudioServerApp.StartAsync(settings: ["--Verification:Concurrency", "1"]);
        var kept = await server.PostAsync("?name=kept.wav&wait=60&label=a:b", Requests.Wav).CreatedAsync();
        await server.PostAsync("?name=gone.flac&wait=60", Requests.Flac).CreatedAsync();
        var first = await server.OperateAsync(new BackUpCommand(Backup));
        using var delete = await server.SendAsync(HttpMethod.Delete, "/delete?name=gone.flac");
        var late = await server.PostAsync("?name=late.wav&wait=60", new Wav(2000, 1).ToArray()).CreatedAsync();

        var second = await server.OperateAsync(new BackUpCommand(Backup));

        (first.Files, first.Blobs, first.CopiedBlobs, first.RemovedBlobs, first.IsSound).Should().Be((2, 4, 4, 0, true), "each has a waveform");
        (second.Files, second.Blobs, second.CopiedBlobs, second.RemovedBlobs, second.IsSound).Should().Be((2, 4, 2, 2, true));
        second.Bytes.Should().BeGreaterThan(Requests.Wav.Length + 2000).And.BeGreaterThan(second.CopiedBytes);
        Directory.GetFileSystemEntries(Backup, "*", SearchOption.AllDirectories).Should().OnlyContain(path => (File.GetUnixFileMode(path) & Others) == 0 || path.EndsWith("audioserver.lock", StringComparison.Ordinal));
        File.Exists(Path.Combine(Backup, "audioserver.db.partial")).Should().BeFalse();

        await using var restored = await AudioServerApp.StartAsync(dataDirectory: Backup);
        (await restored.OperateAsync(new ReconcileCommand(DryRun: true, CheckDigests: true))).Should().Match<ReconcileReport>(report => report.IsSound && report.Files == 2 && report.OrphanBlobs.Count == 0);
        foreach (var file in new[] { kept, late })
        {
            (await restored.GetJsonAsync($"/api/v1/audio/{file.Text("id")}")).ToString().Should().Be((await server.GetJsonAsync($"/api/v1/audio/{file.Text("id")}")).ToString(), "labels, verdict and all");
        }

        (await restored.NamesAsync("/list?q=kept")).Should().Equal(["kept.wav"], "the search index came along");
        using var waveform = await restored.SendAsync(HttpMethod.Get, "/waveform?name=kept.wav");
        waveform.StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [SqliteFact("backup is refused with PostgreSQL")]
    public async Task Deleted_and_replaced_while_the_backup_is_under_way_they_are_in_it_and_their_bytes_go_afterwards()
    {
        await using var server = await AudioServerApp.StartAsync();
        var blobs = new Dictionary<string, string>();
        foreach (var name in new[] { "first", "deleted", "replaced" })
        {
            blobs[name] = Blob(server.DataDirectory, (await server.PostAsync($"?name={name}.wav", new Wav(2000, name.Length).ToArray()).CreatedAsync()).Text("id")!);
        }

        Task<BackupReport> backup;
        await using (var gate = Gate.InPlaceOf(blobs["first"]))
        {
            backup = server.OperateAsync(new BackUpCommand(Backup));
            await gate.ReachedAsync();
            using var delete = await server.SendAsync(HttpMethod.Delete, "/delete?name=deleted.wav");
            await server.PostAsync("?name=replaced.wav&onconflict=replace", new Wav(4000, 9).ToArray()).CreatedAsync();
            await server.Invoking(one => one.OperateAsync(new BackUpCommand(_folder.File("other")))).Should().ThrowAsync<Busy>();
            (await server.BlobsAsync()).Should().Contain(blobs.Values, "nothing goes while it may have to be copied");
        }

        var report = await backup;

        (report.Files, report.IsSound).Should().Be((3, true));
        (await server.BlobsAsync()).Should().HaveCount(2).And.NotContain([blobs["deleted"], blobs["replaced"]]);
        await using var restored = await AudioServerApp.StartAsync(dataDirectory: Backup);
        (await restored.NamesAsync("/list?sort=name")).Should().Equal("deleted.wav", "first.wav", "replaced.wav");
        (await restored.Client.GetByteArrayAsync(new Uri("/download?name=replaced.wav", UriKind.Relative))).Should().Equal(new Wav(2000, "replaced".Length).ToArray());
    }

    [SqliteFact("backup is refused with PostgreSQL")]
    public async Task Killed_in_the_middle_it_is_taken_for_no_backup_and_goes_on_when_run_again()
    {
        string[] names = ["a.wav", "b.wav", "c.wav"];
        await using (var server = await ServerProcess.StartAsync(Data, "--Verification:Concurrency", "0"))
        {
            string last = "";
            foreach (var name in names)
            {
                using var answer = await server.Client.PostAsync(new Uri($"/post?name={name}", UriKind.Relative), new Wav(100_000, name[0]).ToContent());
                last = (await answer.JsonAsync(HttpStatusCode.Created)).Text("id")!;
            }

            await using var gate = Gate.InPlaceOf(Blob(Data, last));
            var cut = server.OperateAsync(new { backUp = new { directory = Backup } });
            await gate.ReachedAsync();
            await server.KillAsync();
            await cut.Awaiting(task => task).Should().ThrowAsync<Exception>();
        }

        File.Exists(Path.Combine(Backup, "audioserver.db")).Should().BeFalse();
        await FluentActions.Awaiting(() => AudioServerApp.StartAsync(dataDirectory: Backup)).Should().ThrowAsync<DataUnusableException>().WithMessage("*holds a backup that was not finished*");

        // Without a server the verb does it by itself.
        var run = await ServerProcess.RunAsync(["backup", Backup, "--DataDirectory", Data]);

        run.ExitCode.Should().Be(0, "{0}", run.Errors);
        var report = JsonDocument.Parse(run.Output).RootElement;
        report.GetProperty("files").GetInt32().Should().Be(3);
        report.GetProperty("copiedBlobs").GetInt32().Should().Be(1, "two were there");
        await using var restored = await AudioServerApp.StartAsync(dataDirectory: Backup);
        foreach (var name in names)
        {
            (await restored.Client.GetByteArrayAsync(new Uri($"/download?name={name}", UriKind.Relative))).Should().Equal(new Wav(100_000, name[0]).ToArray());
        }
    }

    [SqliteFact("backup is refused with PostgreSQL")]
    public async Task What_is_damaged_is_told_and_the_rest_copied_and_a_good_copy_of_before_stays()
    {
        await using var server = await AudioServerApp.StartAsync();
        var ids = new List<string>();
        for (var seed = 0; seed < 5; seed++)
        {
            ids.Add((await server.PostAsync($"?name={seed}.wav", new Wav(2000, seed).ToArray()).CreatedAsync()).Text("id")!);
        }

        await server.OperateAsync(new BackUpCommand(_folder.File("before")));
        File.Delete(Blob(server.DataDirectory, ids[0]));
        await using (var bytes = File.OpenWrite(Blob(server.DataDirectory, ids[1])))
        {
            bytes.WriteByte((byte)'X');
        }

        await using (var bytes = File.OpenWrite(Blob(server.DataDirectory, ids[2])))
        {
            bytes.SetLength(1999);
        }

        var unreadable = Blob(server.DataDirectory, ids[3]);
        File.Delete(unreadable);
        Directory.CreateDirectory(unreadable);
        var fresh = await server.OperateAsync(new BackUpCommand(Backup));
        var again = await server.OperateAsync(new BackUpCommand(_folder.File("before")));

        fresh.Damaged.Select(blob => (blob.FileId.ToString(), blob.Damage)).Should().BeEquivalentTo(
            [(ids[0], BlobDamage.Missing), (ids[1], BlobDamage.WrongDigest), (ids[2], BlobDamage.WrongSize), (ids[3], BlobDamage.Unreadable)]);
        (fresh.CopiedBlobs, fresh.IsSound).Should().Be((1, false));
        again.IsSound.Should().BeTrue("all of them were copied when they were well");
        await using var restored = await AudioServerApp.StartAsync(dataDirectory: _folder.File("before"));
        (await restored.OperateAsync(new ReconcileCommand(DryRun: true, CheckDigests: true))).IsSound.Should().BeTrue();
    }

    [SqliteFact("backup is refused with PostgreSQL")]
    public async Task Where_something_else_lies_nothing_is_written()
    {
        await using var server = await AudioServerApp.StartAsync();
        await server.UploadAsync(Fixtures.MyFile);
        var link = _folder.File("link");
        Directory.CreateSymbolicLink(link, server.DataDirectory);
        Directory.CreateDirectory(_folder.File("full"));
        await File.WriteAllTextAsync(_folder.File("full/diary.txt"), "Dear diary");
        await using (var used = await AudioServerApp.StartAsync(dataDirectory: _folder.File("used")))
        {
            await RefusedAsync(_folder.File("used"), "is not empty, and holds no backup");
        }

        await server.OperateAsync(new BackUpCommand(Backup));
        await using (var restored = await AudioServerApp.StartAsync(dataDirectory: Backup))
        {
            await RefusedAsync(Backup, "a server has worked since");
        }

        await RefusedAsync(Backup, "a server has worked since");
        await RefusedAsync(server.DataDirectory, "lies in the data directory");
        await RefusedAsync(Path.Combine(server.DataDirectory, "cache", "backup"), "lies in the data directory");
        await RefusedAsync(Path.Combine(link, "backup"), "lies in the data directory");
        await RefusedAsync(Path.GetDirectoryName(server.DataDirectory)!, "is not empty, and holds no backup");
        await RefusedAsync(_folder.File("full"), "is not empty, and holds no backup");
        Directory.GetFileSystemEntries(_folder.File("full")).Should().Equal(_folder.File("full/diary.txt"));

        async Task RefusedAsync(string directory, string why) =>
            await server.Invoking(one => one.OperateAsync(new BackUpCommand(directory))).Should().ThrowAsync<InvalidParameter>().WithMessage($"*{directory}*{why}*");
    }

    [SmallDiskFact("backup is refused with PostgreSQL")]
    public async Task A_disk_that_is_full_is_told_and_what_was_whole_there_stays_so()
    {
        using var disk = SmallDisk.Mount(4, out _)!;
        var target = Path.Combine(disk.Path, "backup");
        await using var server = await AudioServerApp.StartAsync();
        await server.PostAsync("?name=small.wav", new Wav(2000, 1).ToArray()).CreatedAsync();
        await server.OperateAsync(new BackUpCommand(target));
        await server.PostAsync("?name=large.wav", new Wav(8_000_000, 2).ToArray()).CreatedAsync();

        var refusal = await server.Invoking(one => one.OperateAsync(new BackUpCommand(target))).Should().ThrowAsync<Unavailable>();

        refusal.WithMessage("*is not finished*No space left on device*");
        Directory.GetFiles(Path.Combine(target, "tmp")).Should().BeEmpty();
        using (var delete = await server.SendAsync(HttpMethod.Delete, "/delete?name=large.wav"))
        {
            (await server.BlobsAsync()).Should().ContainSingle("deletions are held no more");
        }

        await using (var restored = await AudioServerApp.StartAsync(dataDirectory: target))
        {
            (await restored.NamesAsync("/list")).Should().Equal("small.wav");
            (await restored.OperateAsync(new ReconcileCommand(DryRun: true, CheckDigests: true))).IsSound.Should().BeTrue();
        }
    }

    private static string Blob(string data, string id) => Directory.GetFiles(Path.Combine(data, "blobs"), id.Replace("-", "", StringComparison.Ordinal), SearchOption.AllDirectories).Single();
}
