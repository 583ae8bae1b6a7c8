using AudioServer.Api.Hosting;

namespace AudioServer.Api.Verbs;

/// <summary>A command line in two parts: the server's settings, which .NET's own provider reads wherever they stand, and the rest, which is for the parser.</summary>
/// <param name="Given">For <see cref="ServerHost.Create"/>.</param>
/// <param name="Rest">Verb, arguments and options.</param>
internal sealed record ServerSettings(string[] Given, string[] Rest)
{
    /// <summary>Behind <c>--</c> nothing is a setting.</summary>
    public static ServerSettings TakeFrom(IReadOnlyList<string> arguments)
    {
        List<string> given = [], rest = [];
        for (var i = 0; i < arguments.Count; i++)
        {
            var option = arguments[i].Split('=')[0];
            if (arguments[i] == "--")
            {
                rest.AddRange(arguments.Skip(i));
                break;
            }

            if (!ServerConfiguration.IsSetting(option))
            {
                rest.Add(arguments[i]);
                continue;
            }

            given.Add(arguments[i]);
            if (option == arguments[i] && i + 1 < arguments.Count)
            {
                given.Add(arguments[++i]);
            }
        }

        return new ServerSettings([.. given], [.. rest]);
    }
}
