using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace AudioServer.Infrastructure.Telemetry;

/// <summary>
/// What the adapters measure and trace, of this process. Instruments are named as OpenTelemetry has it; <c>/metrics</c> shows them as Prometheus does,
/// and docs/operations.md says what each means. No tag holds what a client sent.
/// </summary>
public static class InfrastructureTelemetry
{
    public static readonly Meter Meter = new("AudioServer.Infrastructure");

    /// <summary>Of the meter's name.</summary>
    public static readonly ActivitySource Source = new(Meter.Name);

    private static readonly Counter<long> DecoderRuns = Meter.CreateCounter<long>(
        "audioserver.decoder.runs", "{run}", "Caged processes that were started for a file, by tool.");

    private static readonly Counter<long> DecoderDeaths = Meter.CreateCounter<long>(
        "audioserver.decoder.deaths", "{death}", "Caged processes that came to no end of their own, by tool and by what ended them: signal, timeout, or cage (never reached).");

    private static readonly Counter<long> DatabaseErrors = Meter.CreateCounter<long>(
        "audioserver.database.errors", "{error}", "Commands, commits and connections that the database failed. A refused name is none.");

    private static readonly Counter<long> StorageErrors = Meter.CreateCounter<long>(
        "audioserver.storage.errors", "{error}", "Files that could not be written, read or forced to disk, by kind: full or io.");

    private static readonly Counter<long> FsyncFailures = Meter.CreateCounter<long>(
        "audioserver.storage.fsync.failures", "{failure}", "Calls of fsync that failed.");

    /// <summary>Has the series that alerts look at be there from the start: a rate begins with the second point.</summary>
    public static void Begin()
    {
        DatabaseErrors.Add(0);
        FsyncFailures.Add(0);
        StorageErrors.Add(0, Kind(isFull: false));
        StorageErrors.Add(0, Kind(isFull: true));
        foreach (var tool in (string[])["ffmpeg", "ffprobe", "tag-host"])
        {
            DecoderRuns.Add(0, Tool(tool));
            foreach (var cause in Enum.GetValues<DeathCause>())
            {
                Died(tool, cause, 0);
            }
        }
    }

    internal static void Ran(string tool) => DecoderRuns.Add(1, Tool(tool));

    internal static void Died(string tool, DeathCause cause, int count = 1) => DecoderDeaths.Add(count, Tool(tool), new("cause", cause.ToString().ToLowerInvariant()));

    internal static void DatabaseFailed() => DatabaseErrors.Add(1);

    internal static void StorageFailed(bool isFull) => StorageErrors.Add(1, Kind(isFull));

    internal static void FsyncFailed() => FsyncFailures.Add(1);

    private static KeyValuePair<string, object?> Tool(string tool) => new("tool", tool);

    private static KeyValuePair<string, object?> Kind(bool isFull) => new("kind", isFull ? "full" : "io");
}

/// <summary>What ended a caged process before its own end.</summary>
internal enum DeathCause
{
    /// <summary>A crash, or the kernel for a broken limit.</summary>
    Signal,

    /// <summary>It outlasted its time.</summary>
    Timeout,

    /// <summary>The cage or the tool could not be started.</summary>
    Cage,
}
