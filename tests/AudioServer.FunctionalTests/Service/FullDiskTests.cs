using System.Net;
using AudioServer.TestKit;

namespace AudioServer.FunctionalTests.Service;

public sealed class FullDiskTests : IDisposable
{
    private readonly SmallDisk _disk = SmallDisk.Mount(8, out _)!;

    private string Data => Path.Combine(_disk.Path, "data");

    public void Dispose() => _disk?.Dispose();

    [SmallDiskFact]
    public async Task An_upload_larger_than_the_room_is_507_and_leaves_nothing()
    {
        await using var server = await ServerProcess.StartAsync(Data, "--Verification:Concurrency", "0");

        using var tooLarge = await PostAsync(server, new Wav(16 << 20, 1), "large.wav");

        await tooLarge.ProblemAsync(HttpStatusCode.InsufficientStorage, "storage_full");
        Files("tmp").Should().BeEmpty();
        TestStorage.BlobsIn(Data).Should().BeEmpty();
        using var small = await PostAsync(server, new Wav(100_000, 2), "small.wav");
        await small.JsonAsync(HttpStatusCode.Created);
        using var ready = await server.Client.GetAsync(new Uri("/health/ready", UriKind.Relative));
        ready.StatusCode.Should().Be(HttpStatusCode.OK);
        (await server.StopAsync()).Should().Be(0);
    }

    [SmallDiskFact("the database lies on the disk that is full")]
    public async Task When_the_database_finds_no_room_it_is_507_and_nothing_is_kept()
    {
        await using var server = await ServerProcess.StartAsync(Data, "--Verification:Concurrency", "0");
        using var first = await PostAsync(server, new Wav(2000, 1), "first.wav");
        await first.JsonAsync(HttpStatusCode.Created);

        // Room for the file and its folders, which come first, and less and less for the pages of the database.
        var codes = new List<HttpStatusCode>();
        for (var pages = 16; pages >= 0; pages--)
        {
            var filler = _disk.Fill(pages * 4096L);
            using var answer = await PostAsync(server, new Wav(2000, 100 + pages), $"{pages}.wav", "&label=a:1&label=b:2");
            codes.Add(answer.StatusCode);
            if (!answer.IsSuccessStatusCode)
            {
                await answer.ProblemAsync(HttpStatusCode.InsufficientStorage, "storage_full");
            }

            using var delete = await server.Client.DeleteAsync(new Uri($"/delete?name={pages}.wav", UriKind.Relative));
            delete.StatusCode.Should().BeOneOf([HttpStatusCode.NoContent, HttpStatusCode.NotFound, HttpStatusCode.InsufficientStorage], "{0}", server.Errors);
            File.Delete(filler);
        }

        codes.Should().Contain(HttpStatusCode.InsufficientStorage);
        Files("tmp").Should().BeEmpty();
        var report = await server.ReconcileAsync(dryRun: true, checkDigests: true);
        report.GetProperty("isSound").GetBoolean().Should().BeTrue("{0}", report);
        report.GetProperty("orphanBlobs").GetArrayLength().Should().Be(0, "{0}", report);
        using var again = await PostAsync(server, new Wav(2000, 3), "again.wav");
        await again.JsonAsync(HttpStatusCode.Created);
    }

    private static Task<HttpResponseMessage> PostAsync(ServerProcess server, Wav wav, string name, string query = "") =>
        server.Client.PostAsync(new Uri($"/post?name={name}{query}", UriKind.Relative), wav.ToContent());

    private string[] Files(string folder) => Directory.GetFiles(Path.Combine(Data, folder), "*", SearchOption.AllDirectories);
}
