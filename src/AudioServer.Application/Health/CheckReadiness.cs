using MediatR;

namespace AudioServer.Application.Health;

/// <summary>Whether the server can do its work now.</summary>
public sealed record CheckReadinessQuery : IRequest<Readiness>;

/// <param name="Parts">Each part by name.</param>
public sealed record Readiness(IReadOnlyDictionary<string, PartReadiness> Parts)
{
    public bool IsReady => Parts.Values.All(part => part.Fault is null);
}

/// <param name="Fault">Null where the part works, else what is wrong.</param>
/// <param name="Detail">How it works here; null where there is nothing to say.</param>
public sealed record PartReadiness(string? Fault, string? Detail);

internal sealed class CheckReadinessHandler(ReadinessParts readiness) : IRequestHandler<CheckReadinessQuery, Readiness>
{
    public async Task<Readiness> Handle(CheckReadinessQuery request, CancellationToken cancellationToken)
    {
        var parts = await Task.WhenAll(readiness.Parts.Select(async part => (part.Name, Readiness: await part.AskAsync(cancellationToken))));
        return new Readiness(new SortedDictionary<string, PartReadiness>(parts.ToDictionary(part => part.Name, part => part.Readiness), StringComparer.Ordinal));
    }
}
