using System.CommandLine;
using AudioServer.Api.Client;
using AudioServer.Api.Hosting;
using AudioServer.Infrastructure.Moving;

namespace AudioServer.Api.Verbs;

/// <summary><c>migrate --to FILE</c>: copies everything into another installation, with no server running on either.</summary>
internal static class MigrateVerb
{
    public static Verb Create(string[] settings)
    {
        var verb = new Verb("migrate", "Copies rows, bytes and accounts into another installation, whatever its database and store, and prints a report as JSON. Both are stopped meanwhile; nothing is removed here. Run it again when it was interrupted. Exit code 3 when bytes are missing or wrong.")
        {
            TakesSettings = true,
            Examples = ["migrate --to postgres-and-s3.json"],
        };
        var to = new Option<string>("--to") { Required = true, HelpName = "FILE", Description = "The other's settings, as JSON, laid out as appsettings.json: DataDirectory, Database, Storage. Nothing else is read for it." };
        verb.Add(to);
        verb.SetAction(given => RunAsync(settings, given.GetRequiredValue(to)));
        return verb;
    }

    private static async Task<int> RunAsync(string[] settings, string targetFile)
    {
        await using var source = ServerHost.Create(settings);
        await using var target = ServerHost.CreateFrom(targetFile);
        var report = await MigrateAsync(source.Services, target.Services);
        return await OperatorVerb.PrintReportAsync(report, report.IsSound);
    }

    /// <summary>At a terminal it shows on standard error how far it is.</summary>
    private static async Task<MigrationReport> MigrateAsync(IServiceProvider source, IServiceProvider target)
    {
        var progress = new MigrationProgress();
        using var terminal = new Terminal();
        return await terminal.WatchAsync(Migration.RunAsync(source, target, progress, CancellationToken.None), () => Task.FromResult(Shown(progress.Now)));
    }

    private static (double? Part, string What)? Shown(MigrationProgress.Step? now) => now switch
    {
        null => null,
        { All: { } all } => ((double)now.Done / Math.Max(1, all), $"{now.Done} of {all} {now.What}"),
        _ => (null, $"{now.Done} {now.What}"),
    };
}
