using System.CommandLine;
using System.CommandLine.Parsing;
using AudioServer.Api.Client;
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
    private static readonly VerificationState[] Verdicts = [VerificationState.Ok, VerificationState.Suspect, VerificationState.Broken, VerificationState.Skipped];
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    public static Verb Create(string[] settings)
    {
        var verb = new Verb("verify", "Queues files to be verified again, sees the queue worked off, and prints how many files stand where as JSON. Exit code 3 when one is broken.")
        {
            TakesSettings = true,
            Examples = ["verify", "verify --state suspect,broken", "verify --all"],
        };
        var all = new Option<bool>("--all") { Description = "Queues every file that has a verdict." };
        var state = new Option<VerificationState[]>("--state") { Description = "Queues the files of these verdicts: ok, suspect, broken, skipped.", HelpName = "VERDICT,…", CustomParser = VerdictsOf };
        verb.Add(all);
        verb.Add(state);
        verb.SetAction(given => OperatorVerb.ReportAsync(settings, (data, services) => VerifyAsync(data, services, given.GetValue(all) ? Verdicts : given.GetValue(state) ?? [])));
        return verb;
    }

    /// <summary>At a terminal it shows on standard error how far it is; sound is a queue worked off without a file that is broken.</summary>
    private static async Task<(object Report, bool IsSound)> VerifyAsync(Operator data, IServiceProvider services, VerificationState[] states)
    {
        var queued = await data.SendAsync(new RequestVerificationsCommand(states), CancellationToken.None);

        // Without a server this process is the worker.
        var workers = data.IsRemote ? 0 : Math.Max(1, services.GetRequiredService<IOptions<VerificationOptions>>().Value.Concurrency);
        var working = Task.WhenAll(Enumerable.Range(0, workers).Select(_ => WorkAsync(data)));
        using var terminal = new Terminal();
        var watching = WatchAsync(data, terminal);
        if (await Task.WhenAny(working, watching) == working)
        {
            // Also when it has failed: then there is nobody to wait for.
            await working;
        }

        var summary = await watching;
        return (new { queued, files = summary.Files.OrderBy(state => state.Key).ToDictionary() }, summary.Files.GetValueOrDefault(VerificationState.Broken) == 0);
    }

    private static VerificationState[] VerdictsOf(ArgumentResult given)
    {
        List<VerificationState> states = [];
        foreach (var name in given.Tokens.SelectMany(token => token.Value.Split(',')))
        {
            var index = Array.FindIndex(Verdicts, verdict => verdict.ToString().Equals(name, StringComparison.OrdinalIgnoreCase));
            if (index >= 0)
            {
                states.Add(Verdicts[index]);
            }
            else
            {
                given.AddError($"--state takes one or more of ok, suspect, broken, skipped, separated by commas; \"{name}\" is none of them.");
            }
        }

        return [.. states];
    }

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

    private static async Task<VerificationSummary> WatchAsync(Operator data, Terminal terminal)
    {
        var summary = await SummaryAsync(data);
        for (var all = summary.Waiting; summary.Waiting > 0; summary = await SummaryAsync(data))
        {
            all = Math.Max(all, summary.Waiting);
            terminal.Progress((all - summary.Waiting + summary.Running) / all, $"{summary.Waiting} to go");
            await Task.Delay(Pause);
        }

        return summary;
    }

    private static Task<VerificationSummary> SummaryAsync(Operator data) => data.SendAsync(new GetVerificationSummaryQuery(), CancellationToken.None);
}
