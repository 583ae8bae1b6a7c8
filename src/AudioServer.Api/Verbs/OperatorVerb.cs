using System.Text.Json;
using AudioServer.Api.Client;
using AudioServer.Api.Hosting;
using AudioServer.Application;
using AudioServer.Infrastructure;

namespace AudioServer.Api.Verbs;

/// <summary>What is done where the data is: in the running server or, when none runs, by this process.</summary>
internal static class OperatorVerb
{
    private static readonly JsonSerializerOptions Indented = new(JsonSettings.Options) { WriteIndented = true };

    /// <summary>Prints what <paramref name="run"/> says of rows, if it says something; 0.</summary>
    public static Task<int> RunAsync(string[] settings, Func<Operator, Task<string>> run) => RunAsync(settings, () => "", (data, _) => run(data));

    /// <param name="settings">The server's.</param>
    /// <param name="ask">Asks for what is not on the command line, before anything is locked.</param>
    /// <param name="run">Does it with the answer; what it returns is printed.</param>
    public static async Task<int> RunAsync(string[] settings, Func<string> ask, Func<Operator, string, Task<string>> run)
    {
        await using var app = ServerHost.Create(settings);
        var answer = ask();
        var printed = await run(await app.Services.AcquireOrConnectAsync(hasToDoWithBlobs: false, CancellationToken.None), answer);
        if (printed.Length > 0)
        {
            await PrintAsync(printed);
        }

        return 0;
    }

    /// <summary>Prints a report on rows and blobs as indented JSON; 0, or 3 where it tells of harm, which is for a person to see to.</summary>
    /// <param name="settings">The server's.</param>
    /// <param name="run">Makes the report; it is also given the services of this process.</param>
    public static async Task<int> ReportAsync(string[] settings, Func<Operator, IServiceProvider, Task<(object Report, bool IsSound)>> run)
    {
        await using var app = ServerHost.Create(settings);
        var (report, isSound) = await run(await app.Services.AcquireOrConnectAsync(hasToDoWithBlobs: true, CancellationToken.None), app.Services);
        return await PrintReportAsync(report, isSound);
    }

    /// <summary>As indented JSON; 0, or 3 where it tells of harm.</summary>
    public static async Task<int> PrintReportAsync(object report, bool isSound)
    {
        await PrintAsync(JsonSerializer.Serialize(report, Indented));
        return isSound ? ExitCode.Done : ExitCode.Damaged;
    }

    private static async Task PrintAsync(string text)
    {
        try
        {
            await Console.Out.WriteLineAsync(text);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new VerbRefusedException($"It is done, but standard output cannot be written: {fault.Message}");
        }
    }
}
