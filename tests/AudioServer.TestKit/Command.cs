using System.Diagnostics;
using System.Text;

namespace AudioServer.TestKit;

/// <summary>Another program, run to its end. One that takes too long is killed, with all that it started, and fails the test.</summary>
/// <param name="Program">A path, or a name that is looked for on PATH.</param>
/// <param name="Arguments">As they are: there is no shell.</param>
public sealed record Command(string Program, params IReadOnlyList<string> Arguments)
{
    /// <summary>The folder it runs in; null: this process's own.</summary>
    public string? Folder { get; init; }

    /// <summary>Added to this process's own.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Standard input, which then ends; null: this process's own.</summary>
    public string? Input { get; init; }

    /// <summary>How long it may take.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How it is started; both outputs are for whoever starts it to read.</summary>
    public ProcessStartInfo StartInfo
    {
        get
        {
            var start = new ProcessStartInfo(Program, Arguments) { WorkingDirectory = Folder ?? "", RedirectStandardInput = Input is not null, RedirectStandardOutput = true, RedirectStandardError = true };
            foreach (var (name, value) in Environment)
            {
                start.Environment[name] = value;
            }

            return start;
        }
    }

    /// <summary>Runs it, however it ends.</summary>
    public async Task<Run> RunAsync()
    {
        using var process = Process.Start(StartInfo)!;
        try
        {
            using var patience = new CancellationTokenSource(Patience);
            using MemoryStream output = new(), errors = new();
            var copying = Task.WhenAll(process.StandardOutput.BaseStream.CopyToAsync(output, patience.Token), process.StandardError.BaseStream.CopyToAsync(errors, patience.Token));
            if (Input is not null)
            {
                await WriteAsync(process.StandardInput, Input);
            }

            try
            {
                await copying;
                await process.WaitForExitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"{Program} did not end within {Patience}. It had printed {Encoding.UTF8.GetString(output.ToArray())}{Encoding.UTF8.GetString(errors.ToArray())}");
            }

            return new Run(process.ExitCode, output.ToArray(), Encoding.UTF8.GetString(errors.ToArray()));
        }
        finally
        {
            process.KillTree();
        }
    }

    /// <summary>Runs it; it must exit with 0, or what it printed is the test's failure.</summary>
    public async Task<Run> SucceedAsync()
    {
        var run = await RunAsync();
        run.ExitCode.Should().Be(0, "{0} printed {1}{2}", this, run.Output, run.Errors);
        return run;
    }

    public override string ToString() => $"{Program} {string.Join(' ', Arguments)}";

    private static async Task WriteAsync(StreamWriter writer, string text)
    {
        try
        {
            await using (writer)
            {
                await writer.WriteAsync(text);
            }
        }
        catch (IOException)
        {
            // It ended without reading, which its exit code explains.
        }
    }
}

/// <summary>How a program ended.</summary>
/// <param name="ExitCode">0 when all went well.</param>
/// <param name="Bytes">Of standard output.</param>
/// <param name="Errors">What it said on standard error.</param>
public sealed record Run(int ExitCode, byte[] Bytes, string Errors)
{
    /// <summary>Standard output as text.</summary>
    public string Output { get; } = Encoding.UTF8.GetString(Bytes);
}

internal static class ProcessEnd
{
    /// <summary>Kills the process, and what it started, if it has not ended by itself.</summary>
    public static void KillTree(this Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It has ended by itself.
        }
    }
}
