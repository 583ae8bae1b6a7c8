using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using AudioServer.TestKit;

namespace AudioServer.Benchmarks.Load;

/// <summary>A server under load, in a process of its own with a folder of its own, and how its requests are written.</summary>
internal sealed class Contender : IAsyncDisposable
{
    public const string Own = "AudioServer";
    public const string Bare = "bare Kestrel";
    public const string Durable = "bare Kestrel, flushing";
    public const string Nginx = "nginx";

    /// <summary>What the others answer where a name's facts are asked for: as long as ours.</summary>
    public static readonly string InfoText = $$"""{"name":"small.wav","more":"{{new string('x', 700)}}"}""";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly IAsyncDisposable? _own;
    private readonly Process? _process;

    private Contender(string name, ServerProcess server) =>
        (Name, _own, Port, ProcessId, ReadyAfter) = (name, server, server.Address.Port, server.Id, server.TimeToReady);

    private Contender(string name, Process process, int port, TimeSpan readyAfter)
    {
        (Name, _process, Port, ProcessId, ReadyAfter) = (name, process, port, process.Id, readyAfter);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Kill();
    }

    public string Name { get; }

    public int Port { get; }

    public int ProcessId { get; }

    /// <summary>From the start of the process to its first answer.</summary>
    public TimeSpan ReadyAfter { get; }

    private bool IsOwn => Name == Own;

    public static bool HasNginx => File.Exists("/usr/sbin/nginx");

    /// <param name="name">One of the names above.</param>
    /// <param name="folder">Where it keeps its files; made.</param>
    /// <param name="options">Further options of ours.</param>
    public static async Task<Contender> StartAsync(string name, string folder, params string[] options)
    {
        Directory.CreateDirectory(folder);
        return name switch
        {
            Own => new Contender(name, await ServerProcess.StartAsync(folder, options)),
            Nginx => await StartNginxAsync(folder),
            _ => await StartBareAsync(name, folder),
        };
    }

    public string UploadMethod => IsOwn ? "POST" : "PUT";

    public string UploadPath(string name) => IsOwn ? $"/post?name={name}" : $"/{name}";

    public string ContentPath(string name) => IsOwn ? $"/download?name={name}" : $"/{name}";

    public string InfoPath(string name) => IsOwn ? $"/info?name={name}" : $"/info/{name}";

    public async ValueTask DisposeAsync()
    {
        Kill();
        if (_own is not null)
        {
            await _own.DisposeAsync();
        }
    }

    private static async Task<Contender> StartBareAsync(string name, string folder)
    {
        var started = Stopwatch.GetTimestamp();
        string[] arguments = name == Durable ? ["bare", folder, "--durable"] : ["bare", folder];
        var process = Process.Start(new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "AudioServer.Benchmarks"), arguments) { RedirectStandardOutput = true })!;
        var address = new Uri(await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The bare server did not start."));
        using var client = new HttpClient();
        (await client.GetAsync(new Uri(address, "/info/any"))).EnsureSuccessStatusCode();
        return new Contender(name, process, address.Port, Stopwatch.GetElapsedTime(started));
    }

    private static async Task<Contender> StartNginxAsync(string folder)
    {
        var port = FreePort();
        var configuration = Path.Combine(folder, "nginx.conf");
        var files = Directory.CreateDirectory(Path.Combine(folder, "files")).FullName;
        await File.WriteAllTextAsync(configuration, $$"""
            daemon off;
            worker_processes {{Environment.ProcessorCount}};
            {{(Environment.UserName == "root" ? "user root;" : "")}}
            pid {{folder}}/nginx.pid;
            error_log {{folder}}/error.log;
            events { worker_connections 1024; }
            http {
                access_log off; sendfile on; tcp_nodelay on; keepalive_requests 100000000;
                client_max_body_size 0; client_body_temp_path {{folder}}/tmp;
                proxy_temp_path {{folder}}/proxy; fastcgi_temp_path {{folder}}/fastcgi; uwsgi_temp_path {{folder}}/uwsgi; scgi_temp_path {{folder}}/scgi;
                server {
                    listen 127.0.0.1:{{port}} reuseport;
                    root {{files}};
                    location / { dav_methods PUT; }
                    location /info/ { default_type application/json; return 200 '{{InfoText}}'; }
                }
            }
            """);
        var started = Stopwatch.GetTimestamp();
        var process = Process.Start("/usr/sbin/nginx", ["-c", configuration, "-e", Path.Combine(folder, "error.log")]);
        using var client = new HttpClient();
        while (Stopwatch.GetElapsedTime(started) < Patience)
        {
            try
            {
                (await client.GetAsync(new Uri($"http://127.0.0.1:{port}/info/any"))).EnsureSuccessStatusCode();
                return new Contender(Nginx, process, port, Stopwatch.GetElapsedTime(started));
            }
            catch (HttpRequestException)
            {
                await Task.Delay(5);
            }
        }

        throw new InvalidOperationException("nginx did not start.");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private void Kill()
    {
        try
        {
            _process?.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It has ended by itself.
        }
    }
}
