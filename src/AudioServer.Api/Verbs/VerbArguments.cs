using AudioServer.Api.Hosting;

namespace AudioServer.Api.Verbs;

/// <summary>A verb's command line: its own words and options, and what is the server's configuration.</summary>
internal sealed class VerbArguments
{
    private readonly List<string> _words = [];
    private readonly Dictionary<string, string> _options = [];
    private readonly List<string> _settings = [];

    /// <param name="arguments">After the verb.</param>
    /// <param name="options">The verb's own options, each of which takes a value: <c>--user</c>. Others are settings.</param>
    /// <exception cref="InvalidConfigurationException">An option lacks its value.</exception>
    public VerbArguments(string[] arguments, params string[] options)
    {
        for (var i = 0; i < arguments.Length; i++)
        {
            var (name, value) = arguments[i].Split('=', 2) is [var left, var right] ? (left, right) : (arguments[i], null);
            if (!name.StartsWith("--", StringComparison.Ordinal))
            {
                _words.Add(arguments[i]);
                continue;
            }

            value ??= ++i < arguments.Length ? arguments[i] : throw new InvalidConfigurationException($"{name} needs a value.");
            if (options.Contains(name))
            {
                _options[name] = value;
            }
            else
            {
                _settings.AddRange([name, value]);
            }
        }
    }

    public IReadOnlyList<string> Words => _words;

    /// <summary>For <see cref="ServerHost.Create"/>.</summary>
    public string[] Settings => [.. _settings];

    /// <summary>Null when it was not given.</summary>
    public string? Option(string name) => _options.GetValueOrDefault(name);

    /// <exception cref="InvalidConfigurationException">It was not given.</exception>
    public string Needed(string name) => Option(name) ?? throw new InvalidConfigurationException($"{name} is needed.");
}
