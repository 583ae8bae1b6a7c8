namespace AudioServer.IntegrationTests.Processes;

/// <summary>Looks for <c>sleep</c> processes by how long they sleep, for others by their arguments. One that has ended and is not yet reaped counts as gone.</summary>
internal static class LiveProcesses
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public static Task ShouldAppearAsync(string seconds) => BecomesAsync(() => Sleepers(seconds).Any(), $"a sleep of {seconds} s starts");

    public static Task ShouldVanishAsync(string seconds) => BecomesAsync(() => !Sleepers(seconds).Any(), $"no sleep of {seconds} s is left");

    /// <summary>No process is left with this text among its arguments.</summary>
    public static Task NoneShouldNameAsync(string text) => BecomesAsync(() => !Naming(text), $"no process that names {text} is left");

    private static bool Naming(string text) =>
        Directory.EnumerateDirectories("/proc").Any(folder =>
            char.IsAsciiDigit(Path.GetFileName(folder)[0]) && Words(folder).Any(word => word.Contains(text, StringComparison.Ordinal)));

    private static IEnumerable<string> Sleepers(string seconds) =>
        Directory.EnumerateDirectories("/proc").Where(folder =>
            char.IsAsciiDigit(Path.GetFileName(folder)[0]) && Words(folder) is [var tool, var argument, ..] && Path.GetFileName(tool) == "sleep" && argument == seconds);

    // A zombie's command line is empty; that of a wall still being built names the tool further behind.
    private static string[] Words(string folder)
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, "cmdline")).Split('\0');
        }
        catch (IOException)
        {
            return [];
        }
    }

    private static async Task BecomesAsync(Func<bool> condition, string what)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!condition())
        {
            patience.IsCancellationRequested.Should().BeFalse(what);
            await timer.WaitForNextTickAsync();
        }
    }
}
