using System.CommandLine;
using System.Text.Json;

namespace AudioServer.Api.Client;

/// <summary>What a verb that speaks to a server works with.</summary>
/// <param name="Given">Its command line.</param>
/// <param name="Server">It.</param>
/// <param name="Terminal">For what it has to say.</param>
/// <param name="Stop">Ctrl-C.</param>
internal sealed record ClientCall(ParseResult Given, AudioClient Server, Terminal Terminal, CancellationToken Stop)
{
    /// <summary>Prints a file, as the reader wants it.</summary>
    public void Show(JsonElement file)
    {
        if (Terminal.AsJson)
        {
            Terminal.WriteJson(file);
        }
        else
        {
            var view = AudioClient.FileOf(file);
            Terminal.Write(Terminal.IsForPeople ? FileLines.ForPeople(view) : FileLines.ForPrograms(view));
        }
    }

    /// <summary>Does what concerns one file of several, and tells what is wrong with it; the exit code.</summary>
    public async Task<int> TryAsync(string about, Func<Task> work)
    {
        try
        {
            await work();
            return ExitCode.Done;
        }
        catch (CommandFailedException failed)
        {
            Terminal.Fail(failed, about);
            return failed.ExitCode;
        }
    }
}
