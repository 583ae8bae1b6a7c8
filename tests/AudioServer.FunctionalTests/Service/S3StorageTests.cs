using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using Amazon.S3.Model;
using AudioServer.Application.Maintenance;
using AudioServer.Domain.Failures;
using AudioServer.FunctionalTests.Access;
using AudioServer.TestKit;

namespace AudioServer.FunctionalTests.Service;

/// <summary>The whole server with its bytes in a bucket of a real S3 server.</summary>
[Trait("Needs", "radosgw")]
public sealed class S3StorageTests : IAsyncLifetime
{
    private const int Large = 24 << 20;

    private S3Server _store = null!;
    private FaultyProxy _proxy = null!;
    private string _bucket = null!;
    private AudioServerApp _server = null!;

    public async Task InitializeAsync()
    {
        _store = await S3Server.GetAsync();
        _proxy = new FaultyProxy(_store.Address);
        _bucket = await _store.MakeBucketAsync();
        _server = await AudioServerApp.StartAsync(settings: [.. _store.OptionsFor(_bucket, _proxy.Address), "--Verification:Concurrency", "1"]);
    }

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        await _proxy.DisposeAsync();
    }

    [Fact]
    public async Task A_file_lives_in_the_bucket_from_its_upload_to_its_end()
    {
        var wav = new Wav(Large, 1);
        var bytes = wav.ToArray();

        // In one piece and in parts, raw and chunked.
        var small = await _server.PostAsync("?name=small.wav&wait=60", Requests.Wav).CreatedAsync();
        var large = await _server.SendAsync(HttpMethod.Post, "/post?name=large.wav&wait=60", wav.ToContent()).CreatedAsync();

        small.GetProperty("verification").Text("state").Should().Be("ok");
        large.GetProperty("verification").Text("state").Should().Be("ok");
        large.Text("sha256").Should().Be(Convert.ToHexStringLower(SHA256.HashData(bytes)));
        (await _server.NamesAsync("/list?sort=name&state=ok")).Should().Equal("large.wav", "small.wav");
        (await NamesAsync()).Should().HaveCount(4, "each has its waveform").And.OnlyContain(name => name.StartsWith("main/", StringComparison.Ordinal));
        (await _server.BlobsAsync()).Should().BeEmpty();
        _server.Temporary.Should().BeEmpty();

        SHA256.HashData(await _server.Client.GetByteArrayAsync(new Uri("/download?name=large.wav", UriKind.Relative))).Should().Equal(SHA256.HashData(bytes));
        foreach (var (first, last) in new[] { (0, 0), (0, 1023), (16_000_000, 18_000_000), (Large - 1, Large - 1), (20_000_000, Large - 1) })
        {
            (await RangeAsync(first, last)).AsSpan().SequenceEqual(bytes.AsSpan(first, last - first + 1)).Should().BeTrue("{0}-{1}", first, last);
        }

        var slice = await _server.Client.GetByteArrayAsync(new Uri("/download?name=large.wav&from=100&to=101", UriKind.Relative));
        slice.AsSpan()[^(44_100 * 4)..].SequenceEqual(bytes.AsSpan(44 + (100 * 44_100 * 4), 44_100 * 4)).Should().BeTrue("a second of it, to the sample");
        (await _server.GetJsonAsync("/waveform?name=large.wav&pixels=100")).GetProperty("length").GetInt32().Should().BeInRange(99, 100);
        (await _server.GetJsonAsync("/report?name=small.wav")).Text("state").Should().Be("ok");

        using (var delete = await _server.SendAsync(HttpMethod.Delete, "/delete?name=large.wav"))
        {
            delete.StatusCode.Should().Be(HttpStatusCode.NoContent);
        }

        (await NamesAsync()).Should().HaveCount(2);
    }

    [Fact]
    public async Task Reconciliation_compares_rows_with_the_bucket()
    {
        var ids = new List<string>();
        foreach (var name in new[] { "whole", "gone", "short" })
        {
            ids.Add((await _server.PostAsync($"?name={name}.wav&wait=60", Requests.Wav).CreatedAsync()).Text("id")!);
        }

        await _store.Client.DeleteObjectAsync(_bucket, ObjectOf(ids[1]));
        await _store.Client.PutObjectAsync(new PutObjectRequest { BucketName = _bucket, Key = ObjectOf(ids[2]), ContentBody = "short" });
        await _store.Client.PutObjectAsync(new PutObjectRequest { BucketName = _bucket, Key = "main/0123456789abcdef0123456789abcdef", ContentBody = "nobody's" });

        var report = await _server.OperateAsync(new ReconcileCommand(DryRun: false, CheckDigests: true));

        report.MissingBlobs.Select(id => id.ToString()).Should().Equal(ids[1]);
        report.WrongSize.Select(id => id.ToString()).Should().Equal(ids[2]);
        report.OrphanBlobs.Should().Equal("0123456789abcdef0123456789abcdef");
        report.RemovedBlobs.Should().BeEmpty("it is young");
    }

    [Fact]
    public async Task While_the_store_is_away_requests_are_answered_503_soon_and_afterwards_as_ever()
    {
        await _server.PostAsync("?name=before.wav&wait=60", Requests.Wav).CreatedAsync();
        _proxy.GoDownAfter(0);

        foreach (var sending in new[] { _server.PostAsync("?name=during.wav", Requests.Wav), _server.SendAsync(HttpMethod.Get, "/download?name=before.wav"), _server.SendAsync(HttpMethod.Get, "/waveform?name=before.wav") })
        {
            using var answer = await sending.WaitAsync(TimeSpan.FromSeconds(10));
            await answer.ProblemAsync(HttpStatusCode.ServiceUnavailable, "unavailable");
            answer.Headers.RetryAfter!.Delta.Should().BeGreaterThan(TimeSpan.Zero);
        }

        using (var ready = await _server.SendAsync(HttpMethod.Get, "/health/ready"))
        {
            (await ready.JsonAsync(HttpStatusCode.ServiceUnavailable)).ToString().Should().Contain("The object store cannot be used.");
        }

        (await _server.NamesAsync("/list")).Should().Equal("before.wav");
        _proxy.Recover();
        await _server.PostAsync("?name=during.wav&wait=60", Requests.Wav).CreatedAsync();
        (await _server.Client.GetByteArrayAsync(new Uri("/download?name=before.wav", UriKind.Relative))).Should().Equal(Requests.Wav);
        _server.Temporary.Should().BeEmpty();
    }

    [SqliteFact("with PostgreSQL it is refused for its rows")]
    public async Task A_backup_of_rows_alone_is_refused()
    {
        using var folder = new TemporaryFolder();

        (await _server.Invoking(server => server.OperateAsync(new BackUpCommand(folder.File("backup")))).Should().ThrowAsync<InvalidParameter>()).WithMessage("*Storage:Provider=S3*docs/operations.md*");

        Directory.Exists(folder.File("backup")).Should().BeFalse();
    }

    private static string ObjectOf(string id) => $"main/{id.Replace("-", "", StringComparison.Ordinal)}";

    private Task<IReadOnlyList<string>> NamesAsync() => _store.BlobsAsync(_bucket);

    private async Task<byte[]> RangeAsync(int first, int last)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/download?name=large.wav", UriKind.Relative)) { Headers = { Range = new RangeHeaderValue(first, last) } };
        using var answer = await _server.Client.SendAsync(request);
        answer.StatusCode.Should().Be(HttpStatusCode.PartialContent);
        answer.Content.Headers.ContentRange!.ToString().Should().Be($"bytes {first}-{last}/{Large}");
        return await answer.Content.ReadAsByteArrayAsync();
    }
}
