using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using AudioServer.Application.Maintenance;
using AudioServer.FunctionalTests.Access;
using AudioServer.Infrastructure;
using AudioServer.Infrastructure.Moving;
using AudioServer.TestKit;

namespace AudioServer.FunctionalTests.Service;

/// <summary>Moves that are interrupted, run again, damaged, refused.</summary>
[Trait("Needs", "postgres")]
[Trait("Needs", "radosgw")]
public sealed class MigrateTests : MigrationTest
{
    [Fact]
    public async Task Killed_in_the_middle_it_goes_on_when_run_again_and_until_then_the_target_is_empty()
    {
        const int Files = 8;
        var ids = await FillAsync(Files);
        var move = new Command(ServerProcess.Executable, ["migrate", "--to", FarFile, .. Near]).StartInfo;
        await using (var gate = Gate.InPlaceOf(Blob(ids[^1])))
        {
            using var cut = Process.Start(move)!;
            await gate.ReachedAsync();
            cut.Kill();
            await cut.WaitForExitAsync();
        }

        (await Postgres.AskAsync(Database, """SELECT count(*) FROM "AudioFiles" """)).Should().Be(0L);

        var report = await MigrateAsync();

        (report.Files, report.Blobs, report.IsSound).Should().Be((Files, Files, true));
        report.CopiedBlobs.Should().BeInRange(1, 4, "four are copied at a time, and the last one was held back");
        await using var server = await StartAsync(Far, "Open");
        foreach (var id in ids)
        {
            (await server.Client.GetByteArrayAsync(new Uri($"/api/v1/audio/{id}/content", UriKind.Relative))).Should().Equal(await File.ReadAllBytesAsync(Blob(id)));
        }
    }

    [Fact]
    public async Task Run_again_it_copies_nothing_but_what_the_target_does_not_have_as_it_should()
    {
        var ids = await FillAsync(2);
        (await MigrateAsync()).CopiedRows.Should().BeGreaterThan(2);
        (await MigrateAsync()).Should().Match<MigrationReport>(report => report.Files == 2 && report.Blobs == 2 && report.Bytes > 0 && report.CopiedBlobs == 0 && report.CopiedRows == 0 && report.IsSound);
        var spoilt = await File.ReadAllBytesAsync(Blob(ids[0]));
        spoilt[^1] ^= 1;
        await PutAsync(ids[0], spoilt);

        (await MigrateAsync()).CopiedBlobs.Should().Be(1);

        (await GetAsync(ids[0])).Should().Equal(await File.ReadAllBytesAsync(Blob(ids[0])));
    }

    [Fact]
    public async Task Run_again_after_the_source_has_worked_on_it_is_refused()
    {
        string token;
        await using (var server = await StartAsync(Near))
        {
            await server.AddUserAsync("alice");
            token = await server.AddTokenAsync("alice");
        }

        await MigrateAsync();
        await using (var server = await StartAsync(Near))
        {
            using var alice = server.ClientOf(token);
            var id = (await alice.GetFromJsonAsync<JsonElement>(new Uri("/api/v1/tokens", UriKind.Relative))).GetProperty("items").EnumerateArray().Single().Text("id");
            (await alice.DeleteAsync(new Uri($"/api/v1/tokens/{id}", UriKind.Relative))).EnsureSuccessStatusCode();
        }

        await RefusedAsync<VerbRefusedException>(Near, FarFile, "*AccessTokens differs, first at *empty its database and its store*");
    }

    [Fact]
    public async Task What_lies_in_a_local_target_and_cannot_be_forced_to_its_disk_is_copied_anew()
    {
        // Of the right bytes, and no disk has them: the kernel refuses to force it.
        const string NotOfADisk = "/proc/sys/kernel/ostype";
        var id = (await FillAsync(1)).Single();
        File.Copy(NotOfADisk, Blob(id), overwrite: true);
        var content = await File.ReadAllBytesAsync(NotOfADisk);
        await new Command("sqlite3", Path.Combine(Folder.File("near"), "audioserver.db"), $"""UPDATE "AudioFiles" SET "Size" = {content.Length}, "Sha256" = '{Requests.Sha256(content)}'""").SucceedAsync();
        var there = Blob(id).Replace("/near/", "/beside/", StringComparison.Ordinal);
        Directory.CreateDirectory(Path.GetDirectoryName(there)!);
        File.CreateSymbolicLink(there, NotOfADisk);
        var beside = SettingsFile("beside.json", ["--DataDirectory", Folder.File("beside"), "--Database:Provider", "Sqlite"]);

        (await MigrateAsync(beside)).Should().Match<MigrationReport>(report => report.CopiedBlobs == 1 && report.IsSound);

        File.ResolveLinkTarget(there, returnFinalTarget: false).Should().BeNull();
        (await MigrateAsync(beside)).CopiedBlobs.Should().Be(0, "it lasts now");
    }

    [Fact]
    public async Task What_is_damaged_at_the_source_is_told_and_the_rest_goes()
    {
        var ids = await FillAsync(4);
        File.Delete(Blob(ids[0]));
        await File.AppendAllTextAsync(Blob(ids[1]), "more");
        var other = await File.ReadAllBytesAsync(Blob(ids[2]));
        other[^1] ^= 1;
        await File.WriteAllBytesAsync(Blob(ids[2]), other);

        var run = await ServerProcess.RunAsync(["migrate", "--to", FarFile, .. Near]);

        run.ExitCode.Should().Be(3, "{0}", run.Errors);
        var report = JsonDocument.Parse(run.Output).RootElement;
        report.GetProperty("copiedBlobs").GetInt32().Should().Be(1);
        report.GetProperty("damaged").EnumerateArray().Select(blob => (blob.Text("fileId"), blob.Text("damage"))).Should().BeEquivalentTo([(ids[0], "missing"), (ids[1], "wrongSize"), (ids[2], "wrongDigest")]);
        (await Store.BlobsAsync(Bucket)).Should().Equal(Prefix + Key(ids[3]));
        (await Postgres.AskAsync(Database, """SELECT count(*) FROM "AudioFiles" """)).Should().Be(4L);
    }

    [Fact]
    public async Task A_waveform_that_the_source_gives_no_more_is_told_and_what_the_target_has_stays()
    {
        string id;
        await using (var server = await AudioServerApp.StartAsync(dataDirectory: Folder.File("near"), settings: [.. Near, "--Verification:Concurrency", "1"]))
        {
            id = (await server.PostAsync("?name=take.wav&wait=60", Requests.Wav).CreatedAsync()).Text("id")!;
        }

        (await MigrateAsync()).CopiedBlobs.Should().Be(2);
        var waveform = TestStorage.BlobsIn(Folder.File("near")).Single(path => path != Blob(id));
        File.Delete(waveform);
        Directory.CreateDirectory(waveform);

        var report = await MigrateAsync();

        report.Damaged.Should().Equal(new DamagedBlob(Guid.Parse(id), Path.GetFileName(waveform), BlobDamage.Unreadable));
        (await Store.BlobsAsync(Bucket)).Should().BeEquivalentTo(Prefix + Key(id), Prefix + Path.GetFileName(waveform));
    }

    [Fact]
    public async Task Where_only_rows_move_the_bytes_stay_as_they_are_also_damaged_ones()
    {
        string[] half = [.. Near, .. Store.OptionsFor(Bucket)];
        List<string> ids = [];
        await using (var server = await StartAsync(half, "Open"))
        {
            foreach (var name in new[] { "whole", "spoilt" })
            {
                ids.Add((await server.PostAsync($"?name={name}.wav", new Wav(50_000, name[0]).ToArray()).CreatedAsync()).Text("id")!);
            }
        }

        var spoilt = new Wav(50_000, 7).ToArray();
        await PutAsync(ids[1], spoilt);

        var report = await MigrateAsync(half, FarFile);

        (report.Files, report.CopiedBlobs).Should().Be((2, 0));
        report.Damaged.Should().ContainSingle().Which.Should().Be(new DamagedBlob(Guid.Parse(ids[1]), Key(ids[1]), BlobDamage.WrongDigest));
        (await GetAsync(ids[1])).Should().Equal(spoilt, "it is nowhere else");
    }

    [Fact]
    public async Task Into_what_holds_something_else_or_from_or_to_where_servers_work_nothing_goes()
    {
        await FillAsync(1);
        var same = SettingsFile("same.json", Near);
        var other = SettingsFile("other.json", ["--DataDirectory", Folder.File("other")]);
        await using (var server = await StartAsync(["--DataDirectory", Folder.File("other"), "--Database:Provider", "Sqlite"], "Open"))
        {
            await server.PostAsync("?name=take.wav", Requests.Wav).CreatedAsync();
            await RefusedAsync<DataDirectoryInUseException>(Near, other, "*Stop it*");
        }

        await RefusedAsync<VerbRefusedException>(Near, other, "The target is not empty, and its rows are not those of the source: AudioFiles differs, first at *");
        await RefusedAsync<DataUnusableException>(Near, same, "*source and target have the same, or*");
        await using (await StartAsync(Far, "Open"))
        {
            await RefusedAsync<DataUnusableException>(Near, SettingsFile("beside.json", [.. Far, "--DataDirectory", Folder.File("beside")]), "Target: A server is running on the database. Stop*");
        }

        await using (await StartAsync(Near, "Open"))
        {
            await RefusedAsync<DataDirectoryInUseException>(Near, FarFile, "*Stop it*");
        }

        (await Postgres.AskAsync(Database, """SELECT count(*) FROM "AudioFiles" """)).Should().Be(0L);
        (await Store.BlobsAsync(Bucket)).Should().BeEmpty();
    }

    [Fact]
    public async Task From_where_no_server_was_or_into_a_store_that_has_anothers_bytes_nothing_goes()
    {
        await RefusedAsync<DataUnusableException>(Near, FarFile, "*near holds no database*");
        var ids = await FillAsync(1);
        var foreign = Guid.CreateVersion7().ToString();
        await PutAsync(foreign, Requests.Wav);

        await RefusedAsync<VerbRefusedException>(Near, FarFile, $"The target's store holds 1 blob that is not of the source, such as {Key(foreign)}.*");

        (await Store.BlobsAsync(Bucket)).Should().Equal(Prefix + Key(foreign));
        await Store.EmptyAsync(Bucket);

        // What of the source a run before has put there is none of another's.
        await PutAsync(ids[0], await File.ReadAllBytesAsync(Blob(ids[0])));
        (await MigrateAsync()).CopiedBlobs.Should().Be(0);
    }

    [Fact]
    public async Task What_a_later_version_has_worked_on_is_refused()
    {
        await FillAsync(1);
        await new Command("sqlite3", Path.Combine(Folder.File("near"), "audioserver.db"), """INSERT INTO "__EFMigrationsHistory" VALUES ('29990101000000_Later', '99.0.0')""").SucceedAsync();

        await RefusedAsync<DataUnusableException>(Near, FarFile, "Source: A later version has worked on the database*");
    }

    [Fact]
    public async Task A_target_that_was_tried_and_emptied_is_as_good_as_new()
    {
        await FillAsync(2);
        await using (var tried = await StartAsync(Far, "Open"))
        {
            await tried.PostAsync("?name=trial.wav", Requests.Wav).CreatedAsync();
            (await tried.Client.DeleteAsync(new Uri("/delete?name=trial.wav", UriKind.Relative))).EnsureSuccessStatusCode();
        }

        (await MigrateAsync()).Should().Match<MigrationReport>(report => report.Files == 2 && report.CopiedBlobs == 2 && report.IsSound);

        (await Postgres.AskAsync(Database, """SELECT string_agg("Type" || "Sequence", ' ' ORDER BY "Sequence") FROM "AudioEvents" """)).Should().Be("Created1 Created2");
    }

    [Fact]
    public async Task A_server_that_is_started_in_the_middle_ends_it_and_no_row_is_moved()
    {
        var ids = await FillAsync(2);
        Task<MigrationReport> moving;
        AudioServerApp beside;
        await using (var gate = Gate.InPlaceOf(Blob(ids[^1])))
        {
            moving = MigrateAsync();
            await gate.ReachedAsync();
            beside = await StartAsync([.. Far, "--DataDirectory", Folder.File("beside")], "Open");
        }

        await using (beside)
        {
            await FluentActions.Awaiting(() => moving).Should().ThrowAsync<DataUnusableException>().WithMessage("Target: A server is running on the database.*");
        }

        (await Postgres.AskAsync(Database, """SELECT count(*) FROM "AudioFiles" """)).Should().Be(0L);
    }
}
