using System.CommandLine;
using System.Text.Json;
using AudioServer.Api.Verbs;
using AudioServer.Domain;

namespace AudioServer.Api.Client;

/// <summary><c>info NAME</c>: what is known of a file, a line for each fact.</summary>
internal static class InfoVerb
{
    public static Verb Create()
    {
        var verb = new Verb("info", "Shows what is known of a file, a line for each fact; with --json the AudioFile itself.")
        {
            Examples = ["info take.wav", "info take.wav --json | jq -r .verification.state"],
        };
        var name = new Argument<string>("NAME") { Description = "The file's name." };
        verb.Add(name);
        verb.SetClientAction(async call =>
        {
            var file = await call.Server.GetAsync(AudioClient.Query("info", [("name", call.Given.GetRequiredValue(name))]), call.Stop);
            if (call.Terminal.AsJson)
            {
                call.Terminal.WriteJson(file);
            }
            else
            {
                Write(call.Terminal, "", file);
            }

            return ExitCode.Done;
        });
        return verb;
    }

    /// <summary>A line for each member that has a value; those of members with a dot.</summary>
    private static void Write(Terminal terminal, string path, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in value.EnumerateObject())
            {
                Write(terminal, path.Length == 0 ? member.Name : $"{path}.{member.Name}", member.Value);
            }
        }
        else if (value.ValueKind != JsonValueKind.Null)
        {
            var text = UnicodeText.Printable(value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText());
            terminal.Write(terminal.IsForPeople ? $"{UnicodeText.Printable(path),-28}  {text}" : $"{UnicodeText.Printable(path)}\t{text}");
        }
    }
}
