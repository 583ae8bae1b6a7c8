using System.CommandLine;
using AudioServer.Api.Client;
using AudioServer.Application.Maintenance;
using AudioServer.Infrastructure;

namespace AudioServer.Api.Verbs;

/// <summary><c>backup DIRECTORY</c>: copies everything there, through the running server or, when none runs, by itself.</summary>
internal static class BackupVerb
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    public static Verb Create(string[] settings)
    {
        var verb = new Verb("backup", "Copies rows, bytes and accounts to a directory while the server goes on working, and prints a report as JSON. Exit code 3 when bytes are missing or wrong.")
        {
            TakesSettings = true,
            Examples = ["backup /mnt/backup/audioserver"],
        };
        var directory = new Argument<string>("DIRECTORY") { Description = "Made when it is missing; what a former backup left there is not copied again." };
        verb.Add(directory);
        verb.SetAction(given => OperatorVerb.ReportAsync(settings, (data, _) => BackUpAsync(data, given.GetRequiredValue(directory))));
        return verb;
    }

    /// <summary>At a terminal it shows on standard error how far it is.</summary>
    private static async Task<(object Report, bool IsSound)> BackUpAsync(Operator data, string directory)
    {
        var writing = data.SendAsync(new BackUpCommand(Path.GetFullPath(directory)), CancellationToken.None);
        using var terminal = new Terminal();
        while (await Task.WhenAny(writing, Task.Delay(Pause)) != writing)
        {
            if (await data.SendAsync(new GetBackupProgressQuery(), CancellationToken.None) is { } progress)
            {
                terminal.Progress((double)progress.Done / Math.Max(1, progress.All), $"{progress.Done} of {progress.All} blobs");
            }
        }

        var report = await writing;
        return (report, report.IsSound);
    }
}
