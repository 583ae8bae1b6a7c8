using System.Diagnostics.Metrics;
using System.Reflection;
using Microsoft.Extensions.Options;
using OpenTelemetry;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace AudioServer.Api.Telemetry;

/// <summary>Measures from before the first request on, and sends traces where <see cref="TelemetryOptions.OtlpEndpoint"/> says; the last of them when the server stops.</summary>
internal sealed class TelemetryService(MetricsRegistry metrics, IEnumerable<Measured> layers, IOptions<TelemetryOptions> options) : IHostedService, IDisposable
{
    private const string ServiceName = "audioserver";

    /// <summary>A collector that does not answer holds the end of the server up for no longer.</summary>
    private const int FlushMilliseconds = 3000;

    private TracerProvider? _traces;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        metrics.Start();
        foreach (var layer in layers)
        {
            layer.Begin();
        }

        if (options.Value.OtlpEndpoint is not null)
        {
            // What the environment says (OTEL_SERVICE_NAME, OTEL_RESOURCE_ATTRIBUTES) comes last, and so wins.
            var version = Assembly.GetExecutingAssembly().GetName().Version?.ToString(3);
            var resource = ResourceBuilder.CreateEmpty().AddTelemetrySdk().AddService(ServiceName, serviceVersion: version).AddEnvironmentVariableDetector();
            _traces = Sdk.CreateTracerProviderBuilder()
                .SetResourceBuilder(resource)
                .AddSource(["Microsoft.AspNetCore", .. layers.Select(layer => layer.Meter.Name)])
                .AddOtlpExporter(options.Value.Apply)
                .Build();
        }

        return Task.CompletedTask;
    }

    /// <summary>When requests have ended: the web server is stopped before.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => _traces is { } traces ? Task.Run(() => traces.Shutdown(FlushMilliseconds), CancellationToken.None) : Task.CompletedTask;

    public void Dispose() => _traces?.Dispose();
}

/// <summary>A layer that measures and traces, the latter by a source of its meter's name.</summary>
/// <param name="Meter">Its instruments.</param>
/// <param name="Begin">Has the series be there that are to begin with zero.</param>
public sealed record Measured(Meter Meter, Action Begin);
