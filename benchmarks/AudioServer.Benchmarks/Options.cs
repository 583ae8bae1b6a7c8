using System.Globalization;

namespace AudioServer.Benchmarks;

/// <summary>The command line behind the command's name: <c>--name value</c> pairs, each with a default.</summary>
internal sealed class Options(string[] arguments)
{
    public int Number(string name, int unless) => Text(name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : unless;

    /// <summary>Values between commas.</summary>
    public string[] List(string name, string unless) => (Text(name) ?? unless).Split(',');

    public string? Text(string name) => Array.IndexOf(arguments, name) is >= 0 and var at && at + 1 < arguments.Length ? arguments[at + 1] : null;
}
