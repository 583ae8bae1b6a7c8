using System.Net;
using System.Net.Sockets;
using System.Text;
using AudioServer.TestKit;
using Xunit.Abstractions;

namespace AudioServer.FunctionalTests.Service;

public sealed class StartAndStopTests(ITestOutputHelper output) : IDisposable
{
    private const int Starts = 10;
    private const string ShortGrace = "--Stop:Grace=00:00:01";

    private readonly TemporaryFolder _folder = new();

    private string Data => _folder.File("data");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Time_and_again_it_is_ready_and_ends_with_0_and_leaves_nobody_behind()
    {
        // Two at a time, for a start keeps one processor busy.
        var starts = (await Task.WhenAll(StartAndStopAsync(Starts, _folder.File("one")), StartAndStopAsync(Starts, _folder.File("other")))).SelectMany(times => times).Order().ToList();

        output.WriteLine($"ready after {starts[0]:F0} ms (shortest), {starts[starts.Count / 2]:F0} ms (median), {starts[^1]:F0} ms (longest)");
    }

    [Fact]
    public async Task An_upload_that_ends_within_the_grace_is_stored()
    {
        await using var server = await ServerProcess.StartAsync(Data);
        var bytes = new Wav(100_000, 1).ToArray();
        using var upload = await HalfUpload.BeginAsync(server.Address, bytes);

        server.RequestStop();
        await server.WaitForLogAsync("Application is shutting down");
        var answer = await upload.EndAsync(bytes);

        answer.Should().StartWith("HTTP/1.1 201 ");
        (await server.WaitForExitAsync()).Should().Be(0);
        await using var next = await ServerProcess.StartAsync(Data);
        (await next.Client.GetByteArrayAsync(new Uri("/download?name=half.wav", UriKind.Relative))).Should().Equal(bytes);
    }

    [Fact]
    public async Task An_upload_that_outlasts_the_grace_is_answered_503_and_the_server_ends()
    {
        await using var server = await ServerProcess.StartAsync(Data, ShortGrace);
        using var upload = await HalfUpload.BeginAsync(server.Address, new Wav(100_000, 1).ToArray());

        server.RequestStop();
        var answer = await upload.ReadAnswerAsync();

        answer.Should().StartWith("HTTP/1.1 503 ").And.Contain("\"code\":\"unavailable\"");
        (await server.WaitForExitAsync()).Should().Be(0, "{0}", server.Errors);
        Directory.GetFiles(Path.Combine(Data, "tmp")).Should().BeEmpty();
        TestStorage.BlobsIn(Data).Should().BeEmpty();
        await LeftBehind.ShouldBeNobodyAsync(_folder.Path);
    }

    [Fact]
    public async Task A_second_server_on_the_same_data_is_refused_and_the_first_unharmed()
    {
        await using var first = await ServerProcess.StartAsync(Data);
        await UploadAsync(first, new Wav(2000, 1).ToContent(), "a.wav");

        var second = await ServerProcess.RunAsync(["--Urls", "http://127.0.0.1:0", "--DataDirectory", Data]);

        second.ExitCode.Should().Be(2);
        second.Errors.Trim().Should().Be($"Another server is using the data directory {Data}. Stop it, or start this one with another --DataDirectory.");
        await UploadAsync(first, new Wav(2000, 2).ToContent(), "b.wav");
        (await first.ReconcileAsync(dryRun: true, checkDigests: true)).GetProperty("isSound").GetBoolean().Should().BeTrue();
    }

    [Fact]
    public async Task A_killed_server_leaves_no_lock_and_no_temporary_file()
    {
        await using (var killed = await ServerProcess.StartAsync(Data))
        {
            using var upload = await HalfUpload.BeginAsync(killed.Address, new Wav(100_000, 1).ToArray());
            await killed.KillAsync();
        }

        Directory.GetFiles(Path.Combine(Data, "tmp")).Should().ContainSingle("the upload was on its way");
        await using var next = await ServerProcess.StartAsync(Data);

        Directory.GetFiles(Path.Combine(Data, "tmp")).Should().BeEmpty();
        (await next.StopAsync()).Should().Be(0);
    }

    private static async Task<List<double>> StartAndStopAsync(int times, string data)
    {
        var starts = new List<double>();
        for (var time = 0; time < times; time++)
        {
            await using var server = await ServerProcess.StartAsync(data);
            starts.Add(server.TimeToReady.TotalMilliseconds);
            if (time % 5 == 0)
            {
                // One that has children, and in bubblewrap they can be seen: for a file so plain that it reads the headers itself it needs none.
                await UploadAsync(server, new StreamContent(File.OpenRead(Fixtures.Audio("mp3-cbr.mp3"))), $"{time}.mp3");
                var caged = (await server.Client.GetStringAsync(new Uri("/health/ready", UriKind.Relative))).Contains("bubblewrap", StringComparison.Ordinal);
                LeftBehind.Find(data).Count.Should().BeGreaterThan(caged ? 1 : 0);
            }

            (await server.StopAsync()).Should().Be(0, "{0}", server.Errors);
            await LeftBehind.ShouldBeNobodyAsync(data);
            File.Exists(Path.Combine(data, "control.sock")).Should().BeFalse("a server that stops takes its socket away");
        }

        return starts;
    }

    private static async Task UploadAsync(ServerProcess server, HttpContent content, string name)
    {
        using var answer = await server.Client.PostAsync(new Uri($"/post?name={name}", UriKind.Relative), content);
        await answer.JsonAsync(HttpStatusCode.Created);
    }

    /// <summary>An upload of which the server has begun to read, and has got half.</summary>
    private sealed class HalfUpload : IDisposable
    {
        private readonly TcpClient _client = new();

        public static async Task<HalfUpload> BeginAsync(Uri server, byte[] bytes)
        {
            var upload = new HalfUpload();
            await upload._client.ConnectAsync(server.Host, server.Port);
            var head = $"POST /post?name=half.wav HTTP/1.1\r\nHost: localhost\r\nContent-Length: {bytes.Length}\r\nExpect: 100-continue\r\n\r\n";
            await upload._client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(head));

            // This answer comes when the upload's body is first asked for.
            var answer = new byte["HTTP/1.1 100 Continue\r\n\r\n".Length];
            await upload._client.GetStream().ReadExactlyAsync(answer);
            Encoding.ASCII.GetString(answer).Should().StartWith("HTTP/1.1 100 ");
            await upload._client.GetStream().WriteAsync(bytes.AsMemory(0, bytes.Length / 2));
            return upload;
        }

        public async Task<string> EndAsync(byte[] bytes)
        {
            await _client.GetStream().WriteAsync(bytes.AsMemory(bytes.Length / 2));
            return await ReadAnswerAsync();
        }

        public async Task<string> ReadAnswerAsync()
        {
            using var reader = new StreamReader(_client.GetStream(), leaveOpen: true);
            return await reader.ReadToEndAsync();
        }

        public void Dispose() => _client.Dispose();
    }
}
