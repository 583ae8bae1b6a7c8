using System.CommandLine;
using System.Text.Json;
using AudioServer.Api.Client;
using AudioServer.Api.Hosting;
using AudioServer.Application;
using AudioServer.Application.Maintenance;
using AudioServer.Infrastructure;

namespace AudioServer.Api.Verbs;

/// <summary><c>backup DIRECTORY</c>: copies everything there, through the running server or, when none runs, by itself.</summary>
internal static class BackupVerb
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);
    private static readonly JsonSerializerOptions Indented = new(JsonSettings.Options) { WriteIndented = true };

    public static Verb Create(string[] settings)
    {
        var verb = new Verb("backup", "Copies rows, bytes and accounts to a directory while the server goes on working, and prints a report as JSON. Exit code 3 when bytes are missing or wrong.")
        {
            TakesSettings = true,
            Examples = ["backup /mnt/backup/audioserver"],
        };
        var directory = new Argument<string>("DIRECTORY") { Description = "Made when it is missing; what a former backup left there is not copied again." };
        verb.Add(directory);
        verb.SetAction(given => RunAsync(settings, given.GetRequiredValue(directory)));
        return verb;
    }

    /// <summary>At a terminal it shows on standard error how far it is; 0 when everything is in the backup unharmed.</summary>
    private static async Task<int> RunAsync(string[] settings, string directory)
    {
        await using var app = ServerHost.Create(settings);
        var data = await app.Services.AcquireOrConnectAsync(CancellationToken.None);
        var writing = data.SendAsync(new BackUpCommand(Path.GetFullPath(directory)), CancellationToken.None);
        using (var terminal = new Terminal())
        {
            while (await Task.WhenAny(writing, Task.Delay(Pause)) != writing)
            {
                if (await data.SendAsync(new GetBackupProgressQuery(), CancellationToken.None) is { } progress)
                {
                    terminal.Progress((double)progress.Done / Math.Max(1, progress.All), $"{progress.Done} of {progress.All} blobs");
                }
            }
        }

        var report = await writing;
        await Console.Out.WriteLineAsync(JsonSerializer.Serialize(report, Indented));
        return report.IsSound ? ExitCode.Done : ExitCode.Damaged;
    }
}
