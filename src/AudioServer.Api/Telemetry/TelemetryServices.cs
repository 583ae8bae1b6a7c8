using System.Diagnostics.Metrics;

namespace AudioServer.Api.Telemetry;

internal static class TelemetryServices
{
    /// <summary>Metrics, and traces where they are wanted, of these layers and the web server.</summary>
    public static void AddTelemetry(this IServiceCollection services, params Measured[] layers)
    {
        services.AddOptions<TelemetryOptions>().BindConfiguration("Telemetry")
            .Validate(telemetry => telemetry.IsValid, "Telemetry:OtlpEndpoint is an address such as http://localhost:4318; Telemetry:OtlpProtocol is HttpProtobuf or Grpc.").ValidateOnStart();
        foreach (var layer in layers)
        {
            services.AddSingleton(layer);
        }

        services.AddSingleton(provider => new MetricsRegistry(provider.GetRequiredService<IMeterFactory>(), [ApiTelemetry.Meter, .. layers.Select(layer => layer.Meter)]));
        services.AddHostedService<TelemetryService>();
    }
}
