using System.CommandLine;
using AudioServer.Api.Verbs;

namespace AudioServer.Api.Client;

/// <summary>What all verbs for people and CI have in common.</summary>
internal static class ClientVerb
{
    public static readonly Option<bool> Json = new("--json") { Description = "A line of JSON for each thing on standard output, and problems as JSON on standard error." };

    public static readonly Option<bool> Quiet = new("--quiet") { Description = "No progress and no notes." };

    /// <summary>Has the verb speak to the server of the environment.</summary>
    public static void SetClientAction(this Verb verb, Func<ClientCall, Task<int>> run) => verb.SetTerminalAction(async (given, terminal, stop) =>
    {
        using var server = AudioClient.FromEnvironment();
        return await run(new ClientCall(given, server, terminal, stop));
    });

    /// <summary>Gives the verb its terminal, lets Ctrl-C end it, and tells what goes wrong.</summary>
    public static void SetTerminalAction(this Verb verb, Func<ParseResult, Terminal, CancellationToken, Task<int>> run)
    {
        verb.Add(Json);
        verb.Add(Quiet);
        verb.SetAction(async given =>
        {
            using var interrupt = new Interrupt();
            using var terminal = new Terminal(given.GetValue(Json), given.GetValue(Quiet));
            try
            {
                return await run(given, terminal, interrupt.Token);
            }
            catch (CommandFailedException failed)
            {
                terminal.Fail(failed);
                return failed.ExitCode;
            }
            catch (OperationCanceledException)
            {
                return interrupt.ExitCode;
            }
        });
    }
}
