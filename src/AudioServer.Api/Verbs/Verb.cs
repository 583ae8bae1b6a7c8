using System.CommandLine;

namespace AudioServer.Api.Verbs;

/// <summary>A verb of the command line.</summary>
internal sealed class Verb(string name, string description) : Command(name, description)
{
    /// <summary>What its help opens with, a command line each, without the program's name.</summary>
    public IReadOnlyList<string> Examples { get; init; } = [];

    /// <summary>Whether it takes the server's settings: <c>--DataDirectory d</c>.</summary>
    public bool TakesSettings { get; init; }
}
