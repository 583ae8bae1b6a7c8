using System.CommandLine;
using AudioServer.Api.Verbs;

namespace AudioServer.Api.Client;

/// <summary><c>get NAME</c>: downloads a file, or a part or conversion of it, whole or not at all.</summary>
internal static class GetVerb
{
    /// <summary>What makes it another file than the stored one.</summary>
    private static readonly (string Name, string Value, string Description)[] Derivations =
    [
        ("from", "SECONDS", "Where the slice begins, to the sample."),
        ("to", "SECONDS", "Where it ends."),
        ("format", "FORMAT", "wav, flac, mp3, opus, ogg or m4a."),
        ("samplerate", "HZ", "Resampled."),
        ("channels", "COUNT", "Mixed."),
    ];

    public static Verb Create()
    {
        var verb = new Verb("get", "Downloads a file, checks its digest, and only then gives it its name.")
        {
            Examples = ["get take.wav", "get take.wav -o - | ffplay -", "get take.wav --from 12.5 --to 20 --format mp3 -o part.mp3"],
        };
        var name = new Argument<string>("NAME") { Description = "The file's name." };
        var output = new Option<string>("--output", "-o") { Description = "Where to; - for standard output. Without this its name, here, if that is free.", HelpName = "FILE" };
        var derivations = Derivations.Select(one => new Option<string>($"--{one.Name}") { Description = one.Description, HelpName = one.Value }).ToList();
        verb.Add(name);
        verb.Add(output);
        derivations.ForEach(verb.Add);
        verb.Validators.Add(given =>
        {
            if (given.GetValue(name) is "")
            {
                given.AddError("A file's name is empty.");
            }

            if (!given.Has(output) && derivations.Exists(given.Has))
            {
                given.AddError("A part or another format of a file is no more the file of that name: -o says where to.");
            }
        });
        verb.SetClientAction(call =>
        {
            var file = call.Given.GetRequiredValue(name);
            var path = AudioClient.Query("download", [("name", file), .. derivations.Select(one => (one.Name[2..], call.Given.GetValue(one)))]);
            return RunAsync(call, new Download(call, path, file), file, call.Given.GetValue(output));
        });
        return verb;
    }

    private static async Task<int> RunAsync(ClientCall call, Download download, string name, string? output)
    {
        if (output?.Length == 0)
        {
            throw new CommandFailedException(ExitCode.Usage, "usage", "-o needs the name of a file.");
        }

        if (output == InputFile.StandardInput)
        {
            await download.ToAsync(call.Terminal.WriteAsync);
        }
        else if (output is null && Path.Exists(name))
        {
            throw new CommandFailedException(ExitCode.Failure, "exists", $"{name} is here already: -o {name} replaces it.");
        }
        else
        {
            await ToFileAsync(download, Directory.Exists(output) ? Path.Combine(output, name) : output ?? name);
        }

        return ExitCode.Done;
    }

    private static async Task ToFileAsync(Download download, string path)
    {
        try
        {
            // A device keeps its place.
            await (Path.GetFullPath(path).StartsWith("/dev/", StringComparison.Ordinal) ? ToDeviceAsync(download, path) : InPlaceOfAsync(download, path));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw InputFile.OfDisk(fault);
        }
    }

    private static async Task ToDeviceAsync(Download download, string path)
    {
        await using var device = Open(path, FileMode.Open, path);
        await download.ToAsync(device.WriteAsync);
    }

    /// <summary>Under another name until it is whole.</summary>
    private static async Task InPlaceOfAsync(Download download, string path)
    {
        // Not the name with more behind it, which may be as long as a name can be.
        var part = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, $"{Path.GetRandomFileName()}.part");
        var file = Open(part, FileMode.CreateNew, path);
        try
        {
            await using (file)
            {
                await download.ToAsync(file.WriteAsync);
            }

            File.Move(part, path, overwrite: true);
        }
        finally
        {
            File.Delete(part);
        }
    }

    /// <param name="path">What is opened.</param>
    /// <param name="mode">How.</param>
    /// <param name="wanted">What was asked for.</param>
    private static FileStream Open(string path, FileMode mode, string wanted)
    {
        try
        {
            return new FileStream(path, mode, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.Asynchronous);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException(ExitCode.Failure, "io", fault is DirectoryNotFoundException ? $"There is no folder for {wanted}." : $"{wanted}: {fault.Message}");
        }
    }
}
