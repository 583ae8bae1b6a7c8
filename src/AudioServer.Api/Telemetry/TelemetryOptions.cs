using OpenTelemetry.Exporter;

namespace AudioServer.Api.Telemetry;

/// <summary>Where traces are sent (section <c>Telemetry</c>).</summary>
public sealed class TelemetryOptions
{
    /// <summary>The collector's address; null: no traces are made. By HTTP <c>/v1/traces</c> is added to it.</summary>
    public string? OtlpEndpoint { get; set; }

    public OtlpProtocol OtlpProtocol { get; set; } = OtlpProtocol.HttpProtobuf;

    public bool IsValid => Enum.IsDefined(OtlpProtocol) && (OtlpEndpoint is null || (Uri.TryCreate(OtlpEndpoint, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"));

    internal void Apply(OtlpExporterOptions exporter)
    {
        var isHttp = OtlpProtocol == OtlpProtocol.HttpProtobuf;
        exporter.Endpoint = new Uri(isHttp ? $"{OtlpEndpoint!.TrimEnd('/')}/v1/traces" : OtlpEndpoint!);
        exporter.Protocol = isHttp ? OtlpExportProtocol.HttpProtobuf : OtlpExportProtocol.Grpc;
    }
}

/// <summary>How traces travel.</summary>
public enum OtlpProtocol
{
    /// <summary>Protocol buffers by HTTP, usually to port 4318.</summary>
    HttpProtobuf,

    /// <summary>gRPC, usually to port 4317.</summary>
    Grpc,
}
