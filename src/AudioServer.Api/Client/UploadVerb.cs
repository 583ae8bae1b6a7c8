using System.CommandLine;
using System.Globalization;
using AudioServer.Api.Verbs;

namespace AudioServer.Api.Client;

/// <summary><c>upload FILE|DIR|-…</c>: uploads files, and waits for the verdicts when asked to.</summary>
internal static class UploadVerb
{
    private const string Wait = "--wait";

    public static Verb Create()
    {
        var verb = new Verb("upload", "Uploads files, and every file in and below folders; prints a line for each. What the server has already under the same name is not sent again.")
        {
            Examples =
            [
                "upload take.wav",
                "upload --wait take.wav             # until it is verified; exit code 3 when it is broken",
                "upload --wait=30 --onbroken discard take.wav",
                "upload recordings/ --label project:demo --onconflict rename",
                "upload - --name live.flac < live.flac",
            ],
        };
        var files = new Argument<string[]>("FILE") { Description = "A file, a folder, or - for standard input.", Arity = ArgumentArity.OneOrMore };
        var name = new Option<string>("--name") { Description = "The name to store it under; its own without this, and one the server makes for standard input.", HelpName = "NAME" };
        var labels = new Option<string[]>("--label") { Description = "A label; repeatable.", HelpName = "KEY:VALUE" };
        var onConflict = new Option<string>("--onconflict") { Description = "When the name is taken; fail without this.", HelpName = "fail|rename|replace" };
        onConflict.AcceptOnlyFromAmong("fail", "rename", "replace");
        var wait = new Option<double?>(Wait)
        {
            Description = "Waits for the verdict, with =SECONDS no longer than that.",
            HelpName = "=SECONDS",
            CustomParser = given => given.Read<double>(text => double.TryParse(text, CultureInfo.InvariantCulture, out var seconds) && seconds >= 0 ? seconds : null, "--wait takes a number of seconds, 0 or more."),
        };
        var onBroken = new Option<string>("--onbroken") { Description = "With --wait: what becomes of a broken file; keep without this.", HelpName = "keep|discard" };
        onBroken.AcceptOnlyFromAmong("keep", "discard");
        verb.Add(files);
        foreach (var option in new Option[] { name, labels, onConflict, wait, onBroken })
        {
            verb.Add(option);
        }

        verb.Validators.Add(given =>
        {
            if (given.Has(onBroken) && !given.Has(wait))
            {
                given.AddError("--onbroken needs --wait.");
            }

            if (given.GetValue(name) is "")
            {
                given.AddError("A file's name is empty.");
            }

            if (given.Has(wait) && (given.GetValue(files) ?? []).FirstOrDefault(file => double.TryParse(file, CultureInfo.InvariantCulture, out _) && !Path.Exists(file)) is { } seconds)
            {
                given.AddError($"There is no file {seconds}; with an equals sign, --wait={seconds} waits so many seconds.");
            }
        });
        verb.SetClientAction(call =>
        {
            var given = call.Given;
            var wish = new UploadWish(given.GetValue(name), given.GetValue(labels) ?? [], given.GetValue(onConflict), given.GetValue(onBroken), given.GetValue(wait));
            return RunAsync(call, wish, InputFile.Expand(given.GetRequiredValue(files)));
        });
        return verb;
    }

    /// <summary>The parser would take the file behind a <c>--wait</c> without a value for its seconds.</summary>
    public static string[] WithWholeWait(string[] arguments)
    {
        var end = Array.IndexOf(arguments, "--") is >= 0 and var index ? index : arguments.Length;
        return [.. arguments.Select((argument, place) => argument == Wait && place < end ? $"{Wait}={double.PositiveInfinity.ToString(CultureInfo.InvariantCulture)}" : argument)];
    }

    private static async Task<int> RunAsync(ClientCall call, UploadWish wish, IReadOnlyList<InputFile> files)
    {
        if (wish.Name is not null && files.Count != 1)
        {
            throw new CommandFailedException(ExitCode.Usage, "usage", $"--name is for one file, and these are {files.Count}.");
        }

        var (end, upload) = (ExitCode.Done, new Uploader(call, wish));
        foreach (var file in files)
        {
            end = ExitCode.Worst(end, await call.TryAsync(file.Label, () => upload.UploadAsync(file)));
            if (ExitCode.StandsInTheWay(end))
            {
                break;
            }
        }

        return end;
    }
}
