using System.Net;
using System.Text.Json;
using AudioServer.TestKit;

namespace AudioServer.FunctionalTests.Service;

public sealed class ReconcileTests : IDisposable
{
    private static readonly DateTime LongAgo = new(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private readonly TemporaryFolder _folder = new();

    private string Data => _folder.File("data");

    public void Dispose() => _folder.Dispose();

    [LocalFact("the test harms and adds files among the blobs")]
    public async Task Beside_a_running_server_it_tells_all_that_is_wrong_and_removes_old_orphans_alone()
    {
        await using var server = await ServerProcess.StartAsync(Data, "--Verification:Concurrency", "0");
        var (sound, missing, changed, cut) = (await UploadAsync(server, 1), await UploadAsync(server, 2), await UploadAsync(server, 3), await UploadAsync(server, 4));
        File.Delete(BlobOf(missing));
        await using (var bytes = File.OpenWrite(BlobOf(changed)))
        {
            bytes.WriteByte((byte)'X');
        }

        await using (var bytes = File.OpenWrite(BlobOf(cut)))
        {
            bytes.SetLength(bytes.Length - 1);
        }

        var (old, young) = (Orphan("00000000000000000000000000000001"), Orphan("00000000000000000000000000000002"));
        File.SetLastWriteTimeUtc(old, LongAgo);
        var strays = new[] { "README.txt", ".hidden", "01/00/né m.wav", "elsewhere/0123456789abcdef", "01/00/a" }.Select(name => Stray(name)).ToList();

        var (dryExit, dry) = await ReconcileAsync("--dry-run");
        var blobsAfterDryRun = TestStorage.BlobsIn(Data);
        var (exit, report) = await ReconcileAsync();

        (dryExit, exit).Should().Be((3, 3));
        foreach (var each in new[] { dry, report })
        {
            each.GetProperty("files").GetInt32().Should().Be(4);
            each.GetProperty("blobs").GetInt32().Should().Be(5, "strays are no blobs");
            Strings(each, "orphanBlobs").Should().BeEquivalentTo(Path.GetFileName(old), Path.GetFileName(young));
            Strings(each, "missingBlobs").Should().Equal(missing);
            Strings(each, "wrongDigest").Should().Equal(changed);
            Strings(each, "wrongSize").Should().Equal(cut);
            each.GetProperty("isSound").GetBoolean().Should().BeFalse();
        }

        Strings(dry, "removedBlobs").Should().BeEmpty();
        blobsAfterDryRun.Should().Contain(old, "a dry run removes nothing");
        Strings(report, "removedBlobs").Should().Equal(Path.GetFileName(old));
        File.Exists(old).Should().BeFalse();
        strays.Append(young).Append(BlobOf(sound)).Should().OnlyContain(path => File.Exists(path));
        using var content = await server.Client.GetAsync(new Uri($"/api/v1/audio/{sound}/content", UriKind.Relative));
        content.StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [LocalFact("the test adds a file among the blobs")]
    public async Task Without_a_server_it_does_the_work_itself_also_after_a_kill()
    {
        await using (var server = await ServerProcess.StartAsync(Data, "--Verification:Concurrency", "0"))
        {
            await UploadAsync(server, 1);
            await server.KillAsync();
        }

        File.Exists(Path.Combine(Data, "control.sock")).Should().BeTrue("a killed server leaves its socket");
        var old = Orphan("00000000000000000000000000000001");
        File.SetLastWriteTimeUtc(old, LongAgo);

        var (exit, report) = await ReconcileAsync();

        exit.Should().Be(0);
        Strings(report, "removedBlobs").Should().Equal(Path.GetFileName(old));
        report.GetProperty("files").GetInt32().Should().Be(1);
        report.GetProperty("isSound").GetBoolean().Should().BeTrue();
    }

    [Fact]
    public async Task The_socket_is_for_the_servers_user_alone_and_lies_in_however_deep_a_folder()
    {
        // Longer than the 108 bytes of a socket's address.
        var deep = Path.Combine(_folder.Path, string.Concat(Enumerable.Repeat("deep/", 30)), "data");
        await using var server = await ServerProcess.StartAsync(deep);

        var run = await ServerProcess.RunAsync(["reconcile", "--DataDirectory", deep]);

        run.ExitCode.Should().Be(0, "{0}", run.Errors);
        File.GetUnixFileMode(Path.Combine(deep, "control.sock")).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [SqliteFact("the test takes the database's file away")]
    public async Task A_start_on_a_database_that_is_not_the_one_of_the_blobs_removes_none_of_them()
    {
        string id;
        await using (var server = await ServerProcess.StartAsync(Data, "--Verification:Concurrency", "0"))
        {
            id = await UploadAsync(server, 1);
            await server.StopAsync();
        }

        File.SetLastWriteTimeUtc(BlobOf(id), LongAgo);
        string[] slip = ["--Verification:Concurrency", "0", "--Database:ConnectionString", $"Data Source={_folder.File("typo.db")}"];
        var refused = await ServerProcess.RunAsync(["--DataDirectory", Data, .. slip]);
        refused.ExitCode.Should().Be(2);
        refused.Errors.Should().Match("*The storage, *, belongs to another database: its store.id says so.*").And.Contain("remove store.id from the storage.");

        // Who does as that says, and has slipped all the same, loses nothing yet.
        File.Delete(Path.Combine(Data, "blobs", "store.id"));
        await using var other = await ServerProcess.StartAsync(Data, slip);

        await other.WaitForLogAsync("Nothing was removed: so many blobs without a row are no crash's.");
        File.Exists(BlobOf(id)).Should().BeTrue();
    }

    [Fact]
    public async Task A_server_that_cannot_be_reached_is_told_in_one_line()
    {
        await using var server = await ServerProcess.StartAsync(Data, "--Verification:Concurrency", "0");
        File.Delete(Path.Combine(Data, "control.sock"));

        var run = await ServerProcess.RunAsync(["reconcile", "--DataDirectory", Data]);

        run.ExitCode.Should().Be(2);
        run.Errors.Trim().Split('\n').Should().ContainSingle().Which.Should().StartWith("The server that has the data directory does not listen at");
    }

    private static async Task<string> UploadAsync(ServerProcess server, int seed)
    {
        using var answer = await server.Client.PostAsync(new Uri("/post", UriKind.Relative), new Wav(2000, seed).ToContent());
        return (await answer.JsonAsync(HttpStatusCode.Created)).Text("id")!;
    }

    private static IEnumerable<string?> Strings(JsonElement report, string member) => report.GetProperty(member).EnumerateArray().Select(item => item.GetString());

    private async Task<(int Exit, JsonElement Report)> ReconcileAsync(params string[] options)
    {
        var run = await ServerProcess.RunAsync(["reconcile", "--DataDirectory", Data, .. options]);
        return (run.ExitCode, JsonDocument.Parse(run.Output).RootElement);
    }

    private string BlobOf(string id) => Directory.GetFiles(Path.Combine(Data, "blobs"), id.Replace("-", "", StringComparison.Ordinal), SearchOption.AllDirectories).Single();

    /// <summary>A blob where one of that key belongs.</summary>
    private string Orphan(string key) => Stray($"{key[^2..]}/{key[^4..^2]}/{key}", DateTime.UtcNow);

    private string Stray(string name, DateTime? written = null)
    {
        var path = Path.Combine(Data, "blobs", name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, "bytes");
        File.SetLastWriteTimeUtc(path, written ?? LongAgo);
        return path;
    }
}
