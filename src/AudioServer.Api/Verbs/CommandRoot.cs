using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using System.Globalization;
using AudioServer.Api.Client;
using AudioServer.Api.Hosting;
using AudioServer.Domain;
using AudioServer.Domain.Failures;
using AudioServer.Infrastructure;

namespace AudioServer.Api.Verbs;

/// <summary>The whole command line: every verb, one parser, one table of exit codes.</summary>
internal static class CommandRoot
{
    public const string Name = "audioserver";

    /// <summary>A file may be called <c>@take.wav</c>, and an option is never several.</summary>
    private static readonly ParserConfiguration Parsing = new() { ResponseFileTokenReplacer = null, EnablePosixBundling = false };

    /// <summary>Faults are told here, and signals are dealt with where they mean something.</summary>
    private static InvocationConfiguration Invoking => new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };

    /// <summary>Runs a command line to its end; the exit code.</summary>
    public static async Task<int> RunAsync(string[] arguments)
    {
        // Numbers and dates are written for machines.
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        StandardError.MakeForgiving();
        var settings = ServerSettings.TakeFrom(arguments);
        var parsed = Parse(settings);
        try
        {
            return Slip(parsed, settings) is { } slip ? Refuse(slip, ExitCode.Usage) : await parsed.InvokeAsync(Invoking);
        }
        catch (Exception fault) when (fault is InvalidConfigurationException or DataDirectoryInUseException or DataUnusableException or InvalidParameter)
        {
            return Refuse(fault.Message, ExitCode.Usage);
        }
        catch (VerbRefusedException refused)
        {
            return Refuse(refused.Message, ExitCode.Failure);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            // Nothing expects it: what is known of it is for who mends it, and an exit code is for who has called.
            return Refuse(fault.ToString(), ExitCode.Failure);
        }
    }

    public static ParseResult Parse(ServerSettings settings) => Create(settings.Given).Parse(UploadVerb.WithWholeWait(settings.Rest), Parsing);

    /// <summary>Why a command line is not carried out; null when it can be.</summary>
    public static string? Slip(ParseResult parsed, ServerSettings settings)
    {
        var verb = (Verb)parsed.CommandResult.Command;
        if (parsed.Action is ExampleHelp)
        {
            return null;
        }

        if (parsed.UnmatchedTokens is [var token, ..])
        {
            var stray = UnicodeText.Printable(token.Split('=')[0]);
            return stray.StartsWith('-') ? $"There is no option {stray}. {(verb.TakesSettings ? ServerConfiguration.KnownKeys : HelpOf(verb))}"
                : verb.Subcommands.Count > 0 ? $"There is no verb {stray}; {verb.Name} has {string.Join(", ", verb.Subcommands.Select(one => one.Name))}."
                : $"{verb.Name} has no use for {stray}. {HelpOf(verb)}";
        }

        if (parsed.Errors is [var error, ..])
        {
            return verb.Subcommands.Count > 0 && verb.Action is null
                ? $"{verb.Name} takes one of: {string.Join(", ", verb.Subcommands.Select(one => one.Name))}."
                : $"{error.Message} {HelpOf(verb)}";
        }

        if (MisspeltOption(parsed) is { } misspelt)
        {
            return $"There is no option {UnicodeText.Printable(misspelt.Split('=')[0])}. {(verb.TakesSettings ? ServerConfiguration.KnownKeys : HelpOf(verb))} A name that begins with a dash stands behind --.";
        }

        return settings.Given.Length > 0 && !verb.TakesSettings ? $"{verb.Name} takes none of the server's settings: {settings.Given[0]}." : null;
    }

    /// <summary>An argument takes whatever no option takes: a misspelt option would be one more file to delete.</summary>
    private static string? MisspeltOption(ParseResult parsed)
    {
        var beforeDashes = parsed.Tokens.TakeWhile(token => token.Type != TokenType.DoubleDash).ToHashSet<Token>(ReferenceEqualityComparer.Instance);
        return parsed.CommandResult.Children.OfType<ArgumentResult>().SelectMany(argument => argument.Tokens).FirstOrDefault(token => token.Value is ['-', _, ..] && beforeDashes.Contains(token))?.Value;
    }

    private static string HelpOf(Verb verb) => $"{string.Join(' ', verb.Parents.OfType<Verb>().Where(parent => parent.Name != Name).Select(parent => parent.Name).Prepend(Name).Append(verb.Name))} --help tells what there is.";

    private static Verb Create(string[] settings)
    {
        var root = new Verb(Name, "Stores audio durably, proves by decoding that it is whole, and tells you. Without a verb it serves.")
        {
            TakesSettings = true,
            Examples =
            [
                "check good.flac broken.mp3         # offline: is it whole, and if not, where?",
                "serve                              # on http://localhost:8000",
                "upload --wait take.wav             # exit code 3 when it is broken",
                "ls --maxduration 300 --state ok",
                "get take.wav --from 12.5 --to 20 --format mp3 -o part.mp3",
                "watch",
            ],
        };
        foreach (var verb in new[]
                 {
                     ServeVerb.Create(settings), CheckVerb.Create(settings), UploadVerb.Create(), ListVerb.Create(), InfoVerb.Create(), GetVerb.Create(), RemoveVerb.Create(), WatchVerb.Create(),
                     VerifyVerb.Create(settings), ReconcileVerb.Create(settings), BackupVerb.Create(settings), MigrateVerb.Create(settings), UserVerb.Create(settings), TokenVerb.Create(settings), LinkKeyVerb.Create(settings), OpenApiVerb.Create(),
                 })
        {
            root.Add(verb);
        }

        root.SetAction(_ => ServeVerb.RunAsync(settings));
        var help = new HelpOption { Description = "Shows this." };
        help.Action = new ExampleHelp((HelpAction)help.Action!);
        root.Add(help);
        root.Add(new VersionOption { Description = "Shows the version." });
        LetTheLastCount(root);
        return root;
    }

    /// <summary>Of an option that is repeated, as of a setting.</summary>
    private static void LetTheLastCount(Command verb)
    {
        foreach (var option in verb.Options.Where(option => option.Arity.MaximumNumberOfValues == 1 && option.ValueType != typeof(bool)))
        {
            option.Arity = ArgumentArity.OneOrMore;
            if (option is Option<string> text)
            {
                text.CustomParser = given => given.Tokens[^1].Value;
            }
        }

        foreach (var subverb in verb.Subcommands)
        {
            LetTheLastCount(subverb);
        }
    }

    private static int Refuse(string why, int exitCode)
    {
        Console.Error.WriteLine(why);
        return exitCode;
    }
}
