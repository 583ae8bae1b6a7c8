namespace AudioServer.TestKit;

/// <summary>Prometheus' own checker, as <c>bin/setup --tests</c> installs it.</summary>
public static class Promtool
{
    private static readonly string Cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache ? cache : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");

    private static readonly string Executable = Path.Combine(Cache, "audioserver", "promtool") is var own && File.Exists(own) ? own : "promtool";

    /// <summary>It finds no fault.</summary>
    /// <param name="arguments">Such as <c>metrics</c>, behind <c>check</c>.</param>
    /// <param name="input">Its standard input.</param>
    public static Task CheckAsync(IReadOnlyList<string> arguments, string input = "") => new Command(Executable, ["check", .. arguments]) { Input = input }.SucceedAsync();
}
