using System.CommandLine;
using AudioServer.Api.Verbs;

namespace AudioServer.Api.Client;

/// <summary><c>rm NAME…</c>: deletes files.</summary>
internal static class RemoveVerb
{
    public static Verb Create()
    {
        var verb = new Verb("rm", "Deletes files. Goes on with the others when one cannot be deleted.")
        {
            Examples = ["rm take.wav", "rm take.wav other.flac"],
        };
        var names = new Argument<string[]>("NAME") { Description = "The files' names.", Arity = ArgumentArity.OneOrMore };
        verb.Add(names);
        verb.SetClientAction(async call =>
        {
            var end = ExitCode.Done;
            foreach (var name in call.Given.GetRequiredValue(names))
            {
                end = ExitCode.Worst(end, await call.TryAsync(name, async () =>
                {
                    using var answer = await call.Server.SendAsync(new HttpRequestMessage(HttpMethod.Delete, AudioClient.Query("delete", [("name", name)])), call.Stop);
                }));
                if (ExitCode.StandsInTheWay(end))
                {
                    break;
                }
            }

            return end;
        });
        return verb;
    }
}
