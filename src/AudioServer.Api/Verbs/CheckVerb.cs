using System.CommandLine;
using System.Text;
using AudioServer.Api.Client;
using AudioServer.Api.Errors;
using AudioServer.Api.Reports;
using AudioServer.Domain.AudioFiles;

namespace AudioServer.Api.Verbs;

/// <summary><c>check FILE…</c>: the verification report of local files, offline.</summary>
internal static class CheckVerb
{
    private static readonly Option<bool> JUnit = new("--junit") { Description = "As JUnit XML, for CI systems." };

    private static readonly Option<bool> Sarif = new("--sarif") { Description = "As SARIF 2.1.0, for code scanning." };

    public static Verb Create(string[] settings)
    {
        var verb = new Verb("check", "Decodes local files from first to last sample, without a server, and tells which are damaged and where. Exit code 3 when one is.")
        {
            TakesSettings = true,
            Examples = ["check good.flac broken.mp3", "check --junit recordings/ > report.xml", "check --json take.wav | jq .measured.duration", "check - < take.wav"],
        };
        var files = new Argument<string[]>("FILE") { Description = "A file, a folder, or - for standard input.", Arity = ArgumentArity.OneOrMore };
        verb.Add(files);
        verb.Add(JUnit);
        verb.Add(Sarif);
        verb.Validators.Add(given =>
        {
            if (new[] { ClientVerb.Json, JUnit, Sarif }.Count(given.Has) > 1)
            {
                given.AddError("--json, --junit and --sarif are three forms of one report: choose one.");
            }
        });
        verb.SetTerminalAction(async (given, terminal, stop) =>
        {
            var inputs = InputFile.Expand(given.GetRequiredValue(files));
            await using var check = OfflineCheck.Create(settings);
            var isDocument = given.GetValue(JUnit) || given.GetValue(Sarif);
            var found = await CheckAsync(check, inputs, terminal, isDocument, stop);
            if (given.GetValue(JUnit))
            {
                terminal.Write(Encoding.UTF8.GetString(JUnitReport.Write(found)));
            }
            else if (given.GetValue(Sarif))
            {
                terminal.WriteJson(SarifReport.Of(found));
            }

            return found.Select(EndOf).Aggregate(ExitCode.Done, ExitCode.Worst);
        });
        return verb;
    }

    /// <summary>What is not proved does not pass: a file without a decoder is no success.</summary>
    internal static int EndOf(CheckedFile file) => file switch
    {
        { Report.State: VerificationState.Broken } => ExitCode.Damaged,
        { Report.State: VerificationState.Skipped } => ExitCode.Failure,
        { Refusal.Code: var code } when ProblemTable.Codes.TryGetValue(code, out var problem) => ExitCode.Of(problem.Status, code),
        { Refusal: not null } => ExitCode.Failure,
        _ => ExitCode.Done,
    };

    /// <summary>Several at once, told in their order as soon as it is their turn.</summary>
    private static async Task<IReadOnlyList<CheckedFile>> CheckAsync(OfflineCheck check, IReadOnlyList<InputFile> files, Terminal terminal, bool isDocument, CancellationToken stop)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stop);
        using var turns = new SemaphoreSlim(check.Concurrency);
        async Task<CheckedFile> InTurnAsync(InputFile file)
        {
            await turns.WaitAsync(end.Token);
            try
            {
                return await check.CheckAsync(file, end.Token);
            }
            finally
            {
                turns.Release();
            }
        }

        var checking = files.Select(InTurnAsync).ToList();
        try
        {
            var found = new List<CheckedFile>();
            foreach (var next in checking)
            {
                terminal.Progress((double)found.Count / files.Count, $"{found.Count} of {files.Count}");
                found.Add(await next);
                Show(found[^1], terminal, isDocument);
            }

            return found;
        }
        finally
        {
            // Also when it is ended early: none of them may outlive what it works with.
            await end.CancelAsync();
            await Task.WhenAny(Task.WhenAll(checking));
        }
    }

    private static void Show(CheckedFile file, Terminal terminal, bool isDocument)
    {
        if (file.Refusal is { } refusal)
        {
            terminal.Fail(new CommandFailedException(EndOf(file), refusal.Code, refusal.Detail), file.Name);
        }
        else if (terminal.AsJson)
        {
            terminal.WriteJson(file.Report);
        }
        else if (!isDocument && !(terminal.IsQuiet && file.Report!.State == VerificationState.Ok))
        {
            terminal.Write($"{file.Name}: {file.Report!.State.ToString().ToLowerInvariant()}");
            foreach (var finding in file.Findings)
            {
                terminal.Write($"  {FindingText.Of(finding)}");
            }
        }
    }
}
