using System.CommandLine;
using System.CommandLine.Parsing;

namespace AudioServer.Api.Verbs;

/// <summary>What a command line gives, while it is still being parsed.</summary>
internal static class Given
{
    /// <summary>Whether an option stands there, with whatever value.</summary>
    public static bool Has(this SymbolResult given, Option option) => given.GetResult(option) is { Implicit: false };

    /// <summary>The value, in our words when there is none in it.</summary>
    /// <param name="given">It.</param>
    /// <param name="read">Null for what cannot be taken.</param>
    /// <param name="complaint">What can.</param>
    public static T? Read<T>(this ArgumentResult given, Func<string, T?> read, string complaint)
        where T : struct
    {
        var value = read(given.Tokens[^1].Value);
        if (value is null)
        {
            given.AddError(complaint);
        }

        return value;
    }
}
