using System.CommandLine;
using AudioServer.Application.Maintenance;

namespace AudioServer.Api.Verbs;

/// <summary><c>reconcile [--dry-run]</c>: compares rows with bytes, in the running server or, when none runs, by itself.</summary>
internal static class ReconcileVerb
{
    public static Verb Create(string[] settings)
    {
        var verb = new Verb("reconcile", "Compares every row with its bytes and prints a report as JSON. Exit code 3 when bytes are missing or wrong.")
        {
            TakesSettings = true,
            Examples = ["reconcile --dry-run", "reconcile"],
        };
        var dryRun = new Option<bool>("--dry-run") { Description = "Removes nothing." };
        verb.Add(dryRun);
        verb.SetAction(given => OperatorVerb.ReportAsync(settings, async (data, _) =>
        {
            var report = await data.SendAsync(new ReconcileCommand(given.GetValue(dryRun), CheckDigests: true), CancellationToken.None);
            return (report, report.IsSound);
        }));
        return verb;
    }
}
