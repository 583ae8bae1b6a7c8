using Amazon.S3;
using Amazon.S3.Model;
using AudioServer.Application.Maintenance;
using AudioServer.FunctionalTests.Access;
using AudioServer.TestKit;

namespace AudioServer.FunctionalTests.Service;

/// <summary>What docs/operations.md says of copies where bytes are in a bucket, done as it says.</summary>
[Trait("Needs", "radosgw")]
public sealed class S3BackupTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private S3Server _store = null!;
    private string _bucket = "";
    private string[] _settings = [];

    public async Task InitializeAsync()
    {
        _store = await S3Server.GetAsync();
        _bucket = await _store.MakeBucketAsync();
        _settings = ["--Database:Provider", "Sqlite", .. _store.OptionsFor(_bucket)];
        await _store.Client.PutBucketVersioningAsync(new PutBucketVersioningRequest { BucketName = _bucket, VersioningConfig = new S3BucketVersioningConfig { Status = VersionStatus.Enabled } });
    }

    public Task DisposeAsync()
    {
        _folder.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task A_copy_of_the_database_and_the_versions_of_the_bucket_bring_back_what_there_was()
    {
        var (data, restored) = (_folder.File("data"), _folder.File("restored"));
        var copy = Path.Combine(restored, "audioserver.db");
        Directory.CreateDirectory(restored);
        string list, later;
        List<string> then;
        await using (var server = await AudioServerApp.StartAsync(dataDirectory: data, settings: [.. _settings, "--Verification:Concurrency", "1"]))
        {
            await server.PostAsync("?name=take.wav&wait=60&label=room:one", Requests.Wav).CreatedAsync();
            await server.PostAsync("?name=deleted.flac&wait=60", Requests.Flac).CreatedAsync();
            list = (await server.GetJsonAsync("/list?sort=name")).GetRawText();

            // While it works.
            await new Command("sqlite3", [Path.Combine(data, "audioserver.db"), $".backup '{copy}'"]).SucceedAsync();
            then = [.. (await VersionsAsync()).Select(version => version.VersionId)];

            (await server.Client.DeleteAsync(new Uri("/delete?name=deleted.flac", UriKind.Relative))).EnsureSuccessStatusCode();
            later = (await server.PostAsync("?name=later.wav&wait=60", Requests.Wav).CreatedAsync()).Text("id")!;
        }

        await UndeleteAsync(then);

        await using var again = await AudioServerApp.StartAsync(dataDirectory: restored, settings: _settings);
        var report = await again.OperateAsync(new ReconcileCommand(DryRun: true, CheckDigests: true));
        (report.IsSound, report.Files).Should().Be((true, 2));
        report.OrphanBlobs.Should().Contain(later.Replace("-", "", StringComparison.Ordinal), "the copy does not know it");
        (await again.GetJsonAsync("/list?sort=name")).GetRawText().Should().Be(list);
        (await again.Client.GetByteArrayAsync(new Uri("/download?name=deleted.flac", UriKind.Relative))).Should().Equal(Requests.Flac);
        await again.PostAsync("?name=another.wav", Requests.Wav).CreatedAsync();
    }

    /// <summary>Takes back what was deleted since.</summary>
    /// <param name="then">The versions that there were.</param>
    private async Task UndeleteAsync(List<string> then)
    {
        var since = (await VersionsAsync()).Where(version => version.IsDeleteMarker == true && !then.Contains(version.VersionId)).ToList();
        since.Should().HaveCount(2, "the file that was deleted had content and a waveform");
        foreach (var marker in since)
        {
            await _store.Client.DeleteObjectAsync(new DeleteObjectRequest { BucketName = _bucket, Key = marker.Key, VersionId = marker.VersionId });
        }
    }

    private async Task<List<S3ObjectVersion>> VersionsAsync() => (await _store.Client.ListVersionsAsync(new ListVersionsRequest { BucketName = _bucket })).Versions;
}
