using System.Diagnostics.Metrics;

namespace AudioServer.Api.Telemetry;

/// <summary>What the web layer measures beside the framework's own instruments, of this process.</summary>
internal static class ApiTelemetry
{
    public static readonly Meter Meter = new("AudioServer.Api");

    private static readonly Counter<long> Received = Meter.CreateCounter<long>("audioserver.network.received", "By", "Bytes received from clients, as they were on the wire.");

    private static readonly Counter<long> Sent = Meter.CreateCounter<long>("audioserver.network.sent", "By", "Bytes sent to clients, as they were on the wire.");

    public static void CountReceived(long bytes) => Received.Add(bytes);

    public static void CountSent(long bytes) => Sent.Add(bytes);
}
