using AudioServer.Application.Ports;
using MediatR;

namespace AudioServer.Application.Health;

/// <summary>Whether the server can do its work now.</summary>
public sealed record CheckReadinessQuery : IRequest<Readiness>;

/// <param name="Parts">Each part by name, null where it works, else what is wrong.</param>
public sealed record Readiness(IReadOnlyDictionary<string, string?> Parts)
{
    public bool IsReady => Parts.Values.All(fault => fault is null);
}

internal sealed class CheckReadinessHandler(IEnumerable<IReadinessCheck> checks) : IRequestHandler<CheckReadinessQuery, Readiness>
{
    public async Task<Readiness> Handle(CheckReadinessQuery request, CancellationToken cancellationToken)
    {
        var parts = new SortedDictionary<string, string?>(StringComparer.Ordinal);
        foreach (var check in checks)
        {
            parts[check.Part] = await check.FindFaultAsync(cancellationToken);
        }

        return new Readiness(parts);
    }
}
