using AudioServer.Application.Access;

namespace AudioServer.Api.Verbs;

/// <summary><c>link-key rotate</c>: ends every signed link there is.</summary>
internal static class LinkKeyVerb
{
    public static Verb Create(string[] settings)
    {
        string[] examples = ["link-key rotate"];
        var verb = new Verb("link-key", "Manages the key that signs links.") { TakesSettings = true, Examples = examples };
        var rotate = new Verb("rotate", "Ends every signed link there is; new ones are signed by a new key.") { TakesSettings = true, Examples = examples };
        rotate.SetAction(_ => OperatorVerb.RunAsync(settings, async data =>
        {
            await data.SendAsync(new RotateLinkKeyCommand(), CancellationToken.None);
            return "";
        }));
        verb.Add(rotate);
        return verb;
    }
}
