using System.Globalization;

namespace AudioServer.Benchmarks.Load;

/// <summary>What the kernel counts of a process and all that descend from it.</summary>
internal static class ProcessFigures
{
    private const double TicksPerSecond = 100;

    /// <summary>Processor seconds so far, of those that have ended too.</summary>
    public static double CpuSeconds(int root)
    {
        var processes = new Dictionary<int, (int Parent, long Ticks)>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id) && Read(id) is { } figures)
            {
                processes[id] = figures;
            }
        }

        return processes.Where(process => Descends(process.Key)).Sum(process => process.Value.Ticks) / TicksPerSecond;

        bool Descends(int id) => id == root || (processes.TryGetValue(id, out var process) && process.Parent != id && Descends(process.Parent));
    }

    /// <summary>The most memory the process itself ever had resident (VmHWM), in bytes.</summary>
    public static long PeakMemory(int id) => 1024 * File.ReadLines($"/proc/{id}/status")
        .Where(line => line.StartsWith("VmHWM:", StringComparison.Ordinal))
        .Select(line => long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture))
        .Single();

    private static (int Parent, long Ticks)? Read(int id)
    {
        try
        {
            // The name, in brackets, may hold anything; behind it stand state, parent, and as the 14th to 17th field the times.
            var stat = File.ReadAllText($"/proc/{id}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return (int.Parse(fields[1], CultureInfo.InvariantCulture), fields[11..15].Sum(ticks => long.Parse(ticks, CultureInfo.InvariantCulture)));
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
