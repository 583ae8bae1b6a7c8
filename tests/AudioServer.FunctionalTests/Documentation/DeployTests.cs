using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using AudioServer.TestKit;

namespace AudioServer.FunctionalTests.Documentation;

/// <summary>What <c>deploy/</c> holds does what it says, as far as it can be had here.</summary>
[Trait("Needs", "nginx")]
public sealed class DeployTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static string Deploy => Path.Combine(Fixtures.Root, "deploy");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Systemd_finds_no_fault_with_the_units()
    {
        var units = Directory.GetFiles(Path.Combine(Deploy, "systemd")).Select(unit =>
            _folder.Write(Path.GetFileName(unit), System.Text.Encoding.UTF8.GetBytes(File.ReadAllText(unit).Replace("/opt/audioserver/AudioServer.Api", ServerProcess.Executable, StringComparison.Ordinal)))).ToList();

        units.Should().HaveCount(3);
        var run = await new Command("systemd-analyze", ["verify", .. units]).RunAsync();

        (run.ExitCode, run.Output + run.Errors).Should().Be((0, ""));
    }

    [Fact]
    public async Task Behind_nginx_everything_is_as_without_it()
    {
        await using var server = await ServerProcess.StartAsync(_folder.File("data"), "--Auth:Mode", "Open", "--Proxies:Trusted", "127.0.0.1", "--AllowedHosts", "audio.example.org;127.0.0.1");
        using var certificate = WriteCertificate();
        var port = FreePort();
        await using var nginx = await StartAsync(port, server.Address);
        using var client = ClientOf(port, certificate);

        // More than nginx' own bounds and buffers, and told of before its end.
        var wav = new Wav(3 << 20, 1);
        using var events = await EventClient.OpenAsync(client);
        using var answer = await client.PostAsync(new Uri("/post?name=take.wav&wait=60", UriKind.Relative), wav.ToContent());
        var file = await answer.JsonAsync(HttpStatusCode.Created);

        file.GetProperty("verification").Text("state").Should().Be("ok");
        answer.Headers.Location!.ToString().Should().StartWith("/api/v1/audio/");
        answer.Headers.GetValues("Strict-Transport-Security").Should().ContainSingle("the server knows that the client came by https");
        (await events.NextAsync("audio.verified")).Data.Text("id").Should().Be(file.Text("id"));
        using var part = new HttpRequestMessage(HttpMethod.Get, new Uri("/download?name=take.wav", UriKind.Relative)) { Headers = { Range = new RangeHeaderValue(1_000_000, 1_000_999) } };
        using var range = await client.SendAsync(part);
        range.StatusCode.Should().Be(HttpStatusCode.PartialContent);
        (await range.Content.ReadAsByteArrayAsync()).Should().Equal(wav.ToArray()[1_000_000..1_001_000]);

        // What a client says of itself in the proxy's place is not believed.
        using var lying = new HttpRequestMessage(HttpMethod.Get, new Uri("/list", UriKind.Relative)) { Headers = { { "X-Forwarded-For", "203.0.113.9" }, { "X-Forwarded-Host", "evil.example" } } };
        using var list = await client.SendAsync(lying);
        list.StatusCode.Should().Be(HttpStatusCode.OK);
        (await server.WaitForLogAsync("GET /list 200")).Should().EndWith(" 127.0.0.1");
        server.Errors.Should().NotContain("evil.example");

        // A server that is gone is told at once, and the one that comes in its place is found.
        await server.StopAsync();
        using var away = await client.GetAsync(new Uri("/list", UriKind.Relative));
        away.StatusCode.Should().Be(HttpStatusCode.BadGateway);
    }

    [Fact]
    public async Task What_a_server_has_begun_to_delete_before_it_died_is_not_deleted_again_by_another()
    {
        await using var server = await ServerProcess.StartAsync(_folder.File("data"), "--Auth:Mode", "Open", "--Proxies:Trusted", "127.0.0.1", "--AllowedHosts", "audio.example.org;127.0.0.1");
        using var certificate = WriteCertificate();
        using var dying = new TcpListener(IPAddress.Loopback, 0);
        dying.Start();
        var death = DieAsync(dying);
        var port = FreePort();
        await using var nginx = await StartAsync(port, new Uri($"http://{dying.LocalEndpoint}"), server.Address);
        using var client = ClientOf(port, certificate);

        using var deleted = await client.DeleteAsync(new Uri("/delete?name=take.wav", UriKind.Relative));

        (await death).Should().StartWith("DELETE /delete?name=take.wav HTTP/1.1");
        deleted.StatusCode.Should().Be(HttpStatusCode.BadGateway, "nobody knows whether it was done, and the other would say that there is no such file");
        using var list = await client.GetAsync(new Uri("/list", UriKind.Relative));
        list.StatusCode.Should().Be(HttpStatusCode.OK);
        server.Errors.Should().NotContain("DELETE");
    }

    /// <summary>Takes one request, and ends without a word.</summary>
    private static async Task<string> DieAsync(TcpListener server)
    {
        using var connection = await server.AcceptSocketAsync();
        server.Stop();
        var buffer = new byte[1024];
        return System.Text.Encoding.ASCII.GetString(buffer, 0, await connection.ReceiveAsync(buffer));
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Comes to the public name at that port, and takes this certificate alone.</summary>
    private static HttpClient ClientOf(int port, X509Certificate2 certificate)
    {
        var handler = new SocketsHttpHandler
        {
            UseCookies = false,
            ConnectCallback = async (_, cancellationToken) =>
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
                await socket.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            },
            SslOptions = { RemoteCertificateValidationCallback = (_, presented, _, _) => presented!.GetCertHashString() == certificate.GetCertHashString() },
        };
        return new HttpClient(handler) { BaseAddress = new Uri("https://audio.example.org"), DefaultRequestVersion = HttpVersion.Version20 };
    }

    private X509Certificate2 WriteCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var certificate = new CertificateRequest("CN=audio.example.org", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        File.WriteAllText(_folder.File("audioserver.crt"), certificate.ExportCertificatePem());
        File.WriteAllText(_folder.File("audioserver.key"), key.ExportPkcs8PrivateKeyPem());
        return certificate;
    }

    /// <summary>The file as it is, but for what is each machine's own: ports, and where certificate and server are.</summary>
    private async Task<Nginx> StartAsync(int port, Uri server, Uri? other = null)
    {
        var site = File.ReadAllText(Path.Combine(Deploy, "nginx", "audioserver.conf"))
            .Replace("server 127.0.0.1:8000 ", $"server {server.Authority} ", StringComparison.Ordinal)
            .Replace("# server 127.0.0.1:8001 ", other is null ? "# " : $"server {other.Authority} ", StringComparison.Ordinal)
            .Replace("    listen [::]:443 ssl http2;\n", "", StringComparison.Ordinal)
            .Replace("listen 443 ssl", $"listen 127.0.0.1:{port} ssl", StringComparison.Ordinal)
            .Replace("/etc/nginx/", $"{_folder.Path}/", StringComparison.Ordinal);
        site.Should().NotContain("8000 ").And.Contain($"{server.Authority} ").And.Contain($":{port} ssl http2").And.Contain("/audioserver.key;");
        var temporary = string.Concat(new[] { "client_body", "proxy", "fastcgi", "uwsgi", "scgi" }.Select(name => $"{name}_temp_path {_folder.Path}/{name};\n"));
        await File.WriteAllTextAsync(_folder.File("site.conf"), site);
        await File.WriteAllTextAsync(_folder.File("nginx.conf"), $"daemon off;\nmaster_process off;\npid {_folder.Path}/nginx.pid;\nerror_log stderr;\nevents {{ }}\nhttp {{\naccess_log off;\n{temporary}include {_folder.Path}/site.conf;\n}}\n");
        return await Nginx.StartAsync(["-p", _folder.Path, "-e", "stderr", "-c", _folder.File("nginx.conf")], port);
    }

    private sealed class Nginx : IAsyncDisposable
    {
        private readonly Process _process;

        private Nginx(Process process) => _process = process;

        public static async Task<Nginx> StartAsync(string[] arguments, int port)
        {
            var process = Process.Start(new ProcessStartInfo(Taken.Program("nginx"), arguments) { RedirectStandardError = true })!;
            var errors = process.StandardError.ReadToEndAsync();
            using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
            while (true)
            {
                try
                {
                    using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
                    await socket.ConnectAsync(IPAddress.Loopback, port, deadline.Token);
                    return new Nginx(process);
                }
                catch (SocketException) when (!process.HasExited)
                {
                    // It tells nobody when it listens.
                    await Task.Yield();
                }
                catch (SocketException)
                {
                    throw new InvalidOperationException($"nginx did not start: {await errors}");
                }
            }
        }

        public async ValueTask DisposeAsync()
        {
            _process.Kill();
            await _process.WaitForExitAsync();
            _process.Dispose();
        }
    }
}
