using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using AudioServer.TestKit;

namespace AudioServer.FunctionalTests.CommandLine;

/// <summary>The verbs for people and CI beside what is no good server: one that is away, asks for a token, cuts, lies or is something else.</summary>
public sealed class UnwillingServerTests : IDisposable
{
    private static readonly byte[] Content = RandomNumberGenerator.GetBytes(300_000);
    private static readonly string Digest = $"Repr-Digest: sha-256=:{Convert.ToBase64String(SHA256.HashData(Content))}:\r\nETag: \"x\"\r\n";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task One_that_is_away_is_a_fault_of_the_network()
    {
        using var closed = new TcpListener(IPAddress.Loopback, 0);
        closed.Start();
        var address = $"http://{closed.LocalEndpoint}";
        closed.Stop();

        var run = await RunAsync(address, "ls");

        run.ExitCode.Should().Be(7);
        run.Errors.Should().Contain("refused").And.NotContain("   at ");
        (await RunAsync("localhost:8000", "watch")).ExitCode.Should().Be(2, "that is no address");
    }

    [Fact]
    public async Task One_that_asks_for_a_token_gets_the_environments()
    {
        await using var server = await AudioServerApp.StartAsync(settings: ["--Auth:Mode", "Required"]);

        var without = await RunAsync(server.Address.ToString(), "ls");
        var wrong = await ServerProcess.RunAsync(["ls", "--json"], new Dictionary<string, string> { ["AUDIOSERVER_URL"] = server.Address.ToString(), ["AUDIOSERVER_TOKEN"] = "aus_wrong" });

        without.ExitCode.Should().Be(4);
        wrong.ExitCode.Should().Be(4);
        System.Text.Json.JsonDocument.Parse(wrong.Errors).RootElement.Text("code").Should().Be("invalid_token");
        wrong.Errors.Should().NotContain("aus_wrong");
    }

    [Fact]
    public async Task A_download_that_is_cut_goes_on_where_it_was()
    {
        var requests = new List<string>();
        using var server = Answering(request =>
        {
            requests.Add(request);
            return request.Contains("Range: bytes=100000-", StringComparison.Ordinal)
                ? [.. Head("206 Partial Content", $"Content-Range: bytes 100000-299999/300000\r\nContent-Length: 200000\r\n{Digest}"), .. Content[100_000..]]
                : [.. Head("200 OK", $"Content-Length: 300000\r\n{Digest}"), .. Content[..100_000]];
        });

        var run = await RunAsync(server.Address, "get", "x.wav", "-o", _folder.File("x.wav"));

        run.ExitCode.Should().Be(0, "{0}", run.Errors);
        run.Errors.Should().Contain("cut at byte 100000");
        File.ReadAllBytes(_folder.File("x.wav")).Should().Equal(Content);
        requests.Should().HaveCount(2);
        requests[1].Should().Contain("If-Range: \"x\"");
    }

    [Theory]
    [InlineData("cut", 7, "prematurely")]
    [InlineData("lie", 1, "the digests differ")]
    [InlineData("change", 1, "changed while")]
    [InlineData("elsewhere", 1, "changed while")]
    [InlineData("page", 1, "no AudioServer")]
    public async Task What_does_not_come_whole_gets_no_name_and_leaves_what_was_there(string kind, int exitCode, string reason)
    {
        File.WriteAllText(_folder.File("x.wav"), "before");
        using var server = Answering(request => kind switch
        {
            "page" => [.. Head("200 OK", "Content-Length: 6\r\n"), .. "<html>"u8],
            "elsewhere" when request.Contains("Range: ", StringComparison.Ordinal) => [.. Head("206 Partial Content", $"Content-Range: bytes 0-299999/300000\r\nContent-Length: 300000\r\n{Digest}"), .. Content],
            "lie" => [.. Head("200 OK", $"Content-Length: 300000\r\n{Digest}"), .. new byte[300_000]],
            "cut" => [.. Head("200 OK", $"Content-Length: 300000\r\n{Digest.Replace("ETag", "X-ETag", StringComparison.Ordinal)}"), .. Content[..1000]],
            _ => [.. Head("200 OK", $"Content-Length: 300000\r\n{Digest}"), .. Content[..1000]],
        });

        var run = await RunAsync(server.Address, "get", "x.wav", "-o", _folder.File("x.wav"));

        run.ExitCode.Should().Be(exitCode, "{0}", run.Errors);
        run.Errors.Should().Contain(reason);
        Directory.GetFiles(_folder.Path).Should().ContainSingle();
        File.ReadAllText(_folder.File("x.wav")).Should().Be("before");
    }

    [Theory]
    [InlineData("<html>")]
    [InlineData("{}")]
    [InlineData("[1]")]
    public async Task Something_else_that_answers_is_told(string body)
    {
        using var server = Answering(_ => [.. Head("200 OK", $"Content-Length: {body.Length}\r\n"), .. Encoding.ASCII.GetBytes(body)]);

        var run = await RunAsync(server.Address, "ls");

        run.ExitCode.Should().Be(1);
        run.Errors.Should().Be("What answers there is no AudioServer; AUDIOSERVER_URL says where it is.\n");
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[1]")]
    public async Task Events_that_are_none_are_told(string data)
    {
        using var server = Answering(_ => [.. Head("200 OK", "Content-Type: text/event-stream\r\n"), .. Encoding.ASCII.GetBytes($"id: 1\nevent: audio.created\ndata: {data}\n\n")]);

        var run = await RunAsync(server.Address, "watch");

        run.ExitCode.Should().Be(1);
        run.Errors.Should().Be("What answers there is no AudioServer; AUDIOSERVER_URL says where it is.\n");
    }

    private static byte[] Head(string status, string headers) => Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\n{headers}Connection: close\r\n\r\n");

    private static Task<Run> RunAsync(string server, params string[] arguments) =>
        ServerProcess.RunAsync(arguments, new Dictionary<string, string> { ["AUDIOSERVER_URL"] = server, ["AUDIOSERVER_TOKEN"] = "" });

    private static CannedServer Answering(Func<string, byte[]> answer) => new(answer);

    /// <summary>Answers each connection's one request with bytes, and closes it.</summary>
    private sealed class CannedServer : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

        public CannedServer(Func<string, byte[]> answer)
        {
            _listener.Start();
            _ = ServeAsync(answer);
        }

        public string Address => $"http://{_listener.LocalEndpoint}";

        public void Dispose() => _listener.Dispose();

        private async Task ServeAsync(Func<string, byte[]> answer)
        {
            while (true)
            {
                using var connection = await _listener.AcceptTcpClientAsync();
                using var reader = new StreamReader(connection.GetStream(), leaveOpen: true);
                var request = new StringBuilder();
                while (await reader.ReadLineAsync() is { Length: > 0 } line)
                {
                    request.AppendLine(line);
                }

                await connection.GetStream().WriteAsync(answer(request.ToString()));
            }
        }
    }
}
