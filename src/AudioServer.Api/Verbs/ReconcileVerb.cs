using System.Text.Json;
using AudioServer.Api.Hosting;
using AudioServer.Application;
using AudioServer.Application.Maintenance;
using AudioServer.Infrastructure;

namespace AudioServer.Api.Verbs;

/// <summary><c>reconcile [--dry-run]</c>: compares rows with bytes, in the running server or, when none runs, by itself.</summary>
internal static class ReconcileVerb
{
    private const string DryRun = "--dry-run";

    private static readonly JsonSerializerOptions Indented = new(JsonSettings.Options) { WriteIndented = true };

    /// <summary>The rows whose bytes are missing or wrong are for a person to see to.</summary>
    private const int Damaged = 3;

    /// <summary>Prints the report as JSON on standard output; 0 when every row has its bytes unharmed, else 3.</summary>
    public static async Task<int> RunAsync(string[] arguments)
    {
        await using var app = ServerHost.Create([.. arguments.Where(argument => argument != DryRun)]);
        var data = await app.Services.AcquireOrConnectAsync(CancellationToken.None);
        var report = await data.SendAsync(new ReconcileCommand(arguments.Contains(DryRun), CheckDigests: true), CancellationToken.None);
        await Console.Out.WriteLineAsync(JsonSerializer.Serialize(report, Indented));
        return report.IsSound ? 0 : Damaged;
    }
}
