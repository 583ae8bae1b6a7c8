namespace AudioServer.TestKit;

/// <summary>Processes that still deal with a folder: it is on their command line or, for caged ones, among what they see mounted.</summary>
public static class LeftBehind
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Waits until no process deals with <paramref name="folder"/>: the kernel ends the children of a killed server, but not in the same instant.</summary>
    public static async Task ShouldBeNobodyAsync(string folder)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (Find(folder) is { Count: > 0 } left)
        {
            patience.IsCancellationRequested.Should().BeFalse("{0} should have ended", string.Join("; ", left));
            await timer.WaitForNextTickAsync();
        }
    }

    /// <summary>Their ids and command lines. Outside bubblewrap nothing shows what a tag host deals with.</summary>
    public static IReadOnlyList<string> Find(string folder) =>
    [
        .. Directory.EnumerateDirectories("/proc")
            .Where(process => char.IsAsciiDigit(Path.GetFileName(process)[0]) && Path.GetFileName(process) != $"{Environment.ProcessId}")
            .Where(process => Read(process, "cmdline").Contains(folder, StringComparison.Ordinal) || Read(process, "mountinfo").Contains(folder, StringComparison.Ordinal))
            .Select(process => $"{Path.GetFileName(process)}: {Read(process, "cmdline").Replace('\0', ' ')}"),
    ];

    // Of a process that has ended and is not yet reaped, both are empty.
    private static string Read(string process, string file)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, file));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
