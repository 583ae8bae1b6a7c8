using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace AudioServer.Api.Verbs;

/// <summary>The help of a verb: examples first, then what the parser knows of it, then what it does not.</summary>
internal sealed class ExampleHelp(HelpAction known) : SynchronousCommandLineAction
{
    private const string ExitCodes = """
        Exit codes:
          0 done · 1 failure · 2 usage · 3 damaged audio · 4 not allowed · 5 not found · 6 a limit · 7 network

        Environment:
          AUDIOSERVER_URL     the server; http://localhost:8000 without it
          AUDIOSERVER_TOKEN   the token it asks for

        """;

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var (output, verb) = (parseResult.InvocationConfiguration.Output, (Verb)parseResult.CommandResult.Command);
        output.WriteLine("Examples:");
        foreach (var example in verb.Examples)
        {
            output.WriteLine($"  {CommandRoot.Name} {example}");
        }

        output.WriteLine();
        known.Invoke(parseResult);
        if (verb.TakesSettings)
        {
            output.WriteLine("Settings of the server are taken as well, such as --DataDirectory FOLDER: docs/configuration.md has them all.\n");
        }

        if (verb.Name == CommandRoot.Name)
        {
            output.Write(ExitCodes);
        }

        return 0;
    }
}
