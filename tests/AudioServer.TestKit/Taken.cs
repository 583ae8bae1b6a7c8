namespace AudioServer.TestKit;

/// <summary>Programs that <c>bin/setup --tests</c> takes out of packages which, installed, would begin to serve.</summary>
public static class Taken
{
    private static readonly string Cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache ? cache : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");

    /// <summary>Where it is; the name alone, to be looked for on PATH, when it was there before.</summary>
    public static string Program(string name) => Path.Combine(Cache, "audioserver", name) is var own && File.Exists(own) ? own : name;
}
