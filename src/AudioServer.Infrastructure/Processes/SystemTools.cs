namespace AudioServer.Infrastructure.Processes;

/// <summary>Where the outside tools are: absolute paths, looked up once at start; null where a tool is not installed.</summary>
internal sealed record SystemTools(string? Ffprobe, string? Ffmpeg, string? Bubblewrap, string? Unshare, string? Setpriv, string? Prlimit, string? True)
{
    /// <param name="searchPath">As PATH writes it. Relative entries are passed over: what they name depends on the working folder.</param>
    public static SystemTools Find(string? searchPath)
    {
        var folders = (searchPath ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries).Where(Path.IsPathRooted).ToArray();
        return new SystemTools(Find("ffprobe"), Find("ffmpeg"), Find("bwrap"), Find("unshare"), Find("setpriv"), Find("prlimit"), Find("true"));

        string? Find(string tool) => folders.Select(folder => Path.Combine(folder, tool)).FirstOrDefault(IsExecutable);
    }

    private static bool IsExecutable(string path)
    {
        const UnixFileMode anyone = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        return !OperatingSystem.IsWindows() && File.Exists(path) && (File.GetUnixFileMode(path) & anyone) != 0;
    }
}
