using System.Diagnostics;

namespace AudioServer.TestKit;

/// <summary>Prometheus' own checker, as <c>bin/setup --tests</c> installs it.</summary>
public static class Promtool
{
    private static readonly string Cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache ? cache : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");

    private static readonly string Executable = Path.Combine(Cache, "audioserver", "promtool") is var own && File.Exists(own) ? own : "promtool";

    /// <summary>Runs it to its end; what it printed on both outputs.</summary>
    /// <param name="arguments">Such as <c>check metrics</c>.</param>
    /// <param name="input">Its standard input.</param>
    public static async Task<(int Exit, string Output)> RunAsync(IEnumerable<string> arguments, string input = "")
    {
        using var process = Process.Start(new ProcessStartInfo(Executable, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await errors);
    }
}
