using System.CommandLine;
using AudioServer.Api.Client;
using AudioServer.Application.Maintenance;
using AudioServer.Infrastructure;

namespace AudioServer.Api.Verbs;

/// <summary><c>backup DIRECTORY</c>: copies everything there, through the running server or, when none runs, by itself.</summary>
internal static class BackupVerb
{
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
        var report = await terminal.WatchAsync(writing, async () =>
            await data.SendAsync(new GetBackupProgressQuery(), CancellationToken.None) is { } now ? ((double)now.Done / Math.Max(1, now.All), $"{now.Done} of {now.All} blobs") : null);
        return (report, report.IsSound);
    }
}
