using System.Net;
using AudioServer.TestKit;
using Xunit.Abstractions;

namespace AudioServer.FunctionalTests.Service;

[Collection(RealProcess.Name)]
public sealed class MemoryTests(ITestOutputHelper output)
{
    private const int Clients = 200;
    private const long Mebibyte = 1 << 20;

    [Fact]
    public async Task Two_hundred_uploads_at_once_stay_below_400_MiB_however_large_they_are()
    {
        var small = await PeakAsync(256 * 1024);
        var large = await PeakAsync(8 * Mebibyte);

        output.WriteLine($"peak of the server's resident memory: {small / Mebibyte} MiB for {Clients} uploads of 256 KiB, {large / Mebibyte} MiB for {Clients} of 8 MiB");
        large.Should().BeLessThan(400 * Mebibyte);

        // 32 times the bytes: what grew with them would be gibibytes.
        large.Should().BeLessThan(small + (100 * Mebibyte));
    }

    private static async Task<long> PeakAsync(long size)
    {
        using var folder = new TemporaryFolder();
        await using var server = await ServerProcess.StartAsync(folder.File("data"));
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(client => UploadAsync(server, new Wav(size, client))));
        var peak = server.PeakMemory;
        (await server.StopAsync()).Should().Be(0);
        return peak;
    }

    private static async Task UploadAsync(ServerProcess server, Wav wav)
    {
        using var answer = await server.Client.PostAsync(new Uri("/post", UriKind.Relative), wav.ToContent());
        (await answer.JsonAsync(HttpStatusCode.Created)).GetProperty("size").GetInt64().Should().Be(wav.Size);
    }
}
