using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace AudioServer.TestKit;

/// <summary>
/// The built server as a process of its own, for what only a process can show: signals, crashes, exit codes, memory. It listens on a free port,
/// and is killed when disposed of, or at the latest when this process ends.
/// </summary>
public sealed partial class ServerProcess : IAsyncDisposable
{
    private const int Terminate = 15;
    private const int Continue = 18;
    private const int Stop = 19;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly Process _process;
    private readonly StringBuilder _errors = new();
    private readonly List<(string Text, TaskCompletionSource<string> Seen)> _awaited = [];
    private readonly Task _ended;

    private ServerProcess(Process process, string dataDirectory)
    {
        _process = process;
        DataDirectory = dataDirectory;
        AppDomain.CurrentDomain.ProcessExit += KillAtExit;
        _ended = Task.WhenAll(ReadErrorsAsync(), process.StandardOutput.ReadToEndAsync(), process.WaitForExitAsync());
    }

    /// <summary>The built server, beside the tests; or the one that AUDIOSERVER_EXECUTABLE names, such as what <c>bin/run</c> publishes.</summary>
    public static string Executable { get; } = Environment.GetEnvironmentVariable("AUDIOSERVER_EXECUTABLE") is { Length: > 0 } named ? named : Path.Combine(AppContext.BaseDirectory, "AudioServer.Api");

    public string DataDirectory { get; }

    public Uri Address { get; private set; } = null!;

    public HttpClient Client { get; private set; } = null!;

    public int Id => _process.Id;

    /// <summary>From the start of the process to its first ready answer.</summary>
    public TimeSpan TimeToReady { get; private set; }

    /// <summary>What it has logged so far.</summary>
    public string Errors
    {
        get
        {
            lock (_errors)
            {
                return _errors.ToString();
            }
        }
    }

    /// <summary>The most memory the process ever had resident (VmHWM), in bytes.</summary>
    public long PeakMemory => File.ReadLines($"/proc/{Id}/status")
        .Where(line => line.StartsWith("VmHWM:", StringComparison.Ordinal))
        .Select(line => 1024 * long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture))
        .Single();

    public static Task<ServerProcess> StartAsync(string dataDirectory, params string[] options) => StartAsync(dataDirectory, new Dictionary<string, string>(), options);

    /// <summary>Starts a server and waits until it is ready.</summary>
    /// <param name="dataDirectory">Made when it is not there; left behind.</param>
    /// <param name="environment">Added to this process's own.</param>
    /// <param name="options">Further options. An address given here must have the port 0.</param>
    public static async Task<ServerProcess> StartAsync(string dataDirectory, IReadOnlyDictionary<string, string> environment, params string[] options)
    {
        var started = Stopwatch.GetTimestamp();
        var command = new Command(Executable, ["--Urls", "http://127.0.0.1:0", "--DataDirectory", dataDirectory, .. await BackendsAsync(dataDirectory, options), .. options]) { Environment = Shortlived(environment) };
        var server = new ServerProcess(Process.Start(command.StartInfo)!, dataDirectory);
        try
        {
            var listening = await server.WaitForLogAsync("Now listening on: ");
            server.Address = new Uri(Listening().Match(listening).Groups[1].Value.Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal));

            // A test says itself which cookie is sent.
            server.Client = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = server.Address };
            using var ready = await server.Client.GetAsync(new Uri("/health/ready", UriKind.Relative));
            ready.IsSuccessStatusCode.Should().BeTrue("{0}", await ready.Content.ReadAsStringAsync());
            server.TimeToReady = Stopwatch.GetElapsedTime(started);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs the executable to its end: a verb, or a start that is refused. One that does not end is killed and fails the test.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="environment">Added to this process's own.</param>
    /// <param name="input">Standard input, which then ends; null: this process's own.</param>
    public static async Task<Run> RunAsync(IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string>? environment = null, string? input = null)
    {
        string[] backends = arguments.SkipWhile(argument => argument != "--DataDirectory").Skip(1).FirstOrDefault() is { } data ? await BackendsAsync(data, arguments) : [];
        return await new Command(Executable, [.. arguments, .. backends]) { Environment = Shortlived(environment), Input = input }.RunAsync();
    }

    private static async Task<string[]> BackendsAsync(string dataDirectory, IReadOnlyList<string> given) => [.. await TestDatabase.OptionsAsync(dataDirectory, given), .. await TestStorage.OptionsAsync(dataDirectory, given)];

    /// <summary>Most processes here end within seconds: compiling for a second time what is called often, which .NET begins after 0.1 s, takes a fifth of all their time. The value is hexadecimal: 10 s.</summary>
    private static Dictionary<string, string> Shortlived(IReadOnlyDictionary<string, string>? environment) =>
        new(environment ?? new Dictionary<string, string>()) { ["DOTNET_TC_CallCountingDelayMs"] = "2710" };

    /// <summary>The first line of the log that holds <paramref name="text"/>, as soon as it is written; a server that ends without it fails the test.</summary>
    public async Task<string> WaitForLogAsync(string text)
    {
        var seen = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_errors)
        {
            if (Errors.Split('\n').FirstOrDefault(line => line.Contains(text, StringComparison.Ordinal)) is { } line)
            {
                return line;
            }

            _awaited.Add((text, seen));
        }

        var first = await Task.WhenAny(seen.Task, _ended).WaitAsync(Patience);
        first.Should().Be(seen.Task, "it logs \"{0}\"; it said: {1}", text, Errors);
        return await seen.Task;
    }

    /// <summary>Sends SIGTERM and does not wait.</summary>
    public void RequestStop() => kill(Id, Terminate).Should().Be(0, "the server lives");

    /// <summary>The exit code, when the process has ended.</summary>
    public async Task<int> WaitForExitAsync()
    {
        await _ended.WaitAsync(Patience);
        return _process.ExitCode;
    }

    /// <summary>SIGTERM; the exit code.</summary>
    public async Task<int> StopAsync()
    {
        RequestStop();
        return await WaitForExitAsync();
    }

    /// <summary>SIGSTOP: it does nothing until it may go on, and notices nothing of it.</summary>
    public void Pause() => kill(Id, Stop).Should().Be(0, "the server lives");

    /// <summary>SIGCONT.</summary>
    public void GoOn() => kill(Id, Continue).Should().Be(0, "the server lives");

    /// <summary>SIGKILL to the server alone, not to its children; returns when it is gone.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync().WaitAsync(Patience);
    }

    /// <summary>Has the running server compare rows with bytes, as the verb <c>reconcile</c> does.</summary>
    public Task<JsonElement> ReconcileAsync(bool dryRun, bool checkDigests) => OperateAsync(new { reconcile = new { dryRun, checkDigests } });

    /// <summary>Has the running server do what an operator's verb asks: a line of JSON through its control socket.</summary>
    public async Task<JsonElement> OperateAsync(object message)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(Path.Combine(DataDirectory, "control.sock")));
        await using var stream = new NetworkStream(socket);
        await stream.WriteAsync((byte[])[.. JsonSerializer.SerializeToUtf8Bytes(message), (byte)'\n']);
        using var reader = new StreamReader(stream);
        return JsonDocument.Parse((await reader.ReadLineAsync())!).RootElement.GetProperty("answer");
    }

    public async ValueTask DisposeAsync()
    {
        AppDomain.CurrentDomain.ProcessExit -= KillAtExit;
        Client?.Dispose();
        _process.KillTree();
        await _ended.WaitAsync(Patience);
        _process.Dispose();
    }

    private async Task ReadErrorsAsync()
    {
        while (await _process.StandardError.ReadLineAsync() is { } line)
        {
            lock (_errors)
            {
                _errors.AppendLine(line);
                foreach (var (_, seen) in _awaited.Where(awaited => line.Contains(awaited.Text, StringComparison.Ordinal)))
                {
                    seen.TrySetResult(line);
                }
            }
        }
    }

    private void KillAtExit(object? sender, EventArgs arguments) => _process.KillTree();

    [GeneratedRegex("Now listening on: (https?://[^\\s\"]+)")]
    private static partial Regex Listening();

    [System.Runtime.InteropServices.LibraryImport("libc")]
    private static partial int kill(int process, int signal);
}
