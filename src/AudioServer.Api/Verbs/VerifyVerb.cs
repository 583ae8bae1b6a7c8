using System.Text.Json;
using AudioServer.Api.Hosting;
using AudioServer.Application;
using AudioServer.Application.Verification;
using AudioServer.Domain.AudioFiles;
using AudioServer.Infrastructure;
using Microsoft.Extensions.Options;

namespace AudioServer.Api.Verbs;

/// <summary>
/// <c>verify [--all | --state suspect,broken]</c>: queues files to be verified again and sees the queue worked off, in the running server or,
/// when none runs, by itself. Without either it only sees the queue worked off.
/// </summary>
internal static class VerifyVerb
{
    private const string All = "--all";
    private const string State = "--state";

    /// <summary>There are broken files, which are for a person to see to.</summary>
    private const int Damaged = 3;

    private static readonly VerificationState[] Verdicts = [VerificationState.Ok, VerificationState.Suspect, VerificationState.Broken, VerificationState.Skipped];
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);
    private static readonly JsonSerializerOptions Indented = new(JsonSettings.Options) { WriteIndented = true };

    /// <summary>Prints how many files stand where as JSON on standard output, and at a terminal how far it is on standard error; 0 when no file is broken, else 3.</summary>
    public static async Task<int> RunAsync(string[] arguments)
    {
        var (states, options) = Read(arguments);
        await using var app = ServerHost.Create(options);
        var data = await app.Services.AcquireOrConnectAsync(CancellationToken.None);
        var queued = await data.SendAsync(new RequestVerificationsCommand(states), CancellationToken.None);

        // Without a server this process is the worker.
        var workers = data.IsRemote ? 0 : Math.Max(1, app.Services.GetRequiredService<IOptions<VerificationOptions>>().Value.Concurrency);
        var working = Task.WhenAll(Enumerable.Range(0, workers).Select(_ => WorkAsync(data)));
        var watching = WatchAsync(data);
        if (await Task.WhenAny(working, watching) == working)
        {
            // Also when it has failed: then there is nobody to wait for.
            await working;
        }

        var summary = await watching;
        await Console.Out.WriteLineAsync(JsonSerializer.Serialize(new { queued, files = summary.Files.OrderBy(state => state.Key).ToDictionary() }, Indented));
        return summary.Files.GetValueOrDefault(VerificationState.Broken) > 0 ? Damaged : 0;
    }

    /// <exception cref="InvalidConfigurationException">A state is no verdict, or is missing.</exception>
    private static (IReadOnlyList<VerificationState> States, string[] Options) Read(string[] arguments)
    {
        List<VerificationState> states = [];
        List<string> options = [];
        for (var i = 0; i < arguments.Length; i++)
        {
            if (arguments[i] == All)
            {
                states.AddRange(Verdicts);
            }
            else if (arguments[i] == State)
            {
                states.AddRange((++i < arguments.Length ? arguments[i] : "").Split(',').Select(Verdict));
            }
            else
            {
                options.Add(arguments[i]);
            }
        }

        return (states, [.. options]);
    }

    private static VerificationState Verdict(string name) => Array.Find(Verdicts, verdict => verdict.ToString().Equals(name, StringComparison.OrdinalIgnoreCase)) is var found and not VerificationState.Pending
        ? found
        : throw new InvalidConfigurationException($"{State} takes one or more of ok, suspect, broken, skipped, separated by commas; \"{name}\" is none of them.");

    private static async Task WorkAsync(Operator data)
    {
        while (true)
        {
            if (!await data.SendAsync(new VerifyNextCommand(), CancellationToken.None))
            {
                if ((await SummaryAsync(data)).Waiting == 0)
                {
                    return;
                }

                // A file that has been put off is waited for.
                await Task.Delay(Pause);
            }
        }
    }

    private static async Task<VerificationSummary> WatchAsync(Operator data)
    {
        var summary = await SummaryAsync(data);
        for (var all = summary.Waiting; summary.Waiting > 0; summary = await SummaryAsync(data))
        {
            all = Math.Max(all, summary.Waiting);
            ShowProgress((all - summary.Waiting + summary.Running) / all, summary.Waiting);
            await Task.Delay(Pause);
        }

        ShowProgress(1, 0);
        return summary;
    }

    private static Task<VerificationSummary> SummaryAsync(Operator data) => data.SendAsync(new GetVerificationSummaryQuery(), CancellationToken.None);

    private static void ShowProgress(double part, int waiting)
    {
        const int width = 40;
        if (!Console.IsErrorRedirected)
        {
            var full = (int)(part * width);
            Console.Error.Write($"\r[{new string('#', full)}{new string('.', width - full)}] {part,4:0%}  {waiting} to go {(waiting == 0 ? "\n" : "")}");
        }
    }
}
