using System.Diagnostics;

namespace AudioServer.TestKit;

/// <summary>A script under <c>tests/</c> that starts a server, prints where it is, and does as it is told by lines; it goes with this process, however that ends, for its standard input is what keeps it going.</summary>
internal sealed class ServerScript
{
    private readonly string _name;
    private readonly Process _process;
    private readonly Task<string> _errors;

    private ServerScript(string name, Process process)
    {
        (_name, _process, _errors) = (name, process, process.StandardError.ReadToEndAsync());
        AppDomain.CurrentDomain.ProcessExit += (_, _) => _process.StandardInput.Close();
    }

    /// <param name="folder">The script's, under <c>tests/</c>.</param>
    /// <param name="name">Its own.</param>
    public static ServerScript Start(string folder, string name) =>
        new(name, Process.Start(new ProcessStartInfo(Path.Combine(Fixtures.Root, "tests", folder, name)) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!);

    /// <summary>The next setting that it prints, <c>NAME=value</c>.</summary>
    public async Task<(string Name, string Value)> ReadAsync()
    {
        var line = await _process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException($"{_name} did not start: {await _errors}");
        return line.Split('=', 2) is [var name, var value] ? (name, value) : throw new InvalidOperationException($"{_name} printed {line}");
    }

    /// <summary>Has it do what a line says; returns when it is done.</summary>
    public async Task TellAsync(string line)
    {
        await _process.StandardInput.WriteLineAsync(line);
        await _process.StandardInput.FlushAsync();
        (await _process.StandardOutput.ReadLineAsync()).Should().Be(line);
    }
}
