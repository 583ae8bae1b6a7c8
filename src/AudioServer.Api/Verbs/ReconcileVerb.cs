using System.CommandLine;
using System.Text.Json;
using AudioServer.Api.Client;
using AudioServer.Api.Hosting;
using AudioServer.Application;
using AudioServer.Application.Maintenance;
using AudioServer.Infrastructure;

namespace AudioServer.Api.Verbs;

/// <summary><c>reconcile [--dry-run]</c>: compares rows with bytes, in the running server or, when none runs, by itself.</summary>
internal static class ReconcileVerb
{
    private static readonly JsonSerializerOptions Indented = new(JsonSettings.Options) { WriteIndented = true };

    public static Verb Create(string[] settings)
    {
        var verb = new Verb("reconcile", "Compares every row with its bytes and prints a report as JSON. Exit code 3 when bytes are missing or wrong.")
        {
            TakesSettings = true,
            Examples = ["reconcile --dry-run", "reconcile"],
        };
        var dryRun = new Option<bool>("--dry-run") { Description = "Removes nothing." };
        verb.Add(dryRun);
        verb.SetAction(given => RunAsync(settings, given.GetValue(dryRun)));
        return verb;
    }

    /// <summary>0 when every row has its bytes unharmed; what is damaged is for a person to see to.</summary>
    private static async Task<int> RunAsync(string[] settings, bool isDryRun)
    {
        await using var app = ServerHost.Create(settings);
        var data = await app.Services.AcquireOrConnectAsync(CancellationToken.None);
        var report = await data.SendAsync(new ReconcileCommand(isDryRun, CheckDigests: true), CancellationToken.None);
        await Console.Out.WriteLineAsync(JsonSerializer.Serialize(report, Indented));
        return report.IsSound ? ExitCode.Done : ExitCode.Damaged;
    }
}
