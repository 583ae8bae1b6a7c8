using AudioServer.Api.Access;
using AudioServer.Api.Http;
using AudioServer.Application.Health;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace AudioServer.Api.Controllers;

/// <summary>Whether the process lives, and whether it can do its work.</summary>
[ApiController]
[AllowAnonymous]
[SameForAll]
public sealed class HealthController(IMediator mediator) : ControllerBase
{
    /// <summary>200 while the process lives.</summary>
    [HttpRead("/health/live", Name = "getLiveness")]
    public ActionResult<HealthAnswer> Live() => new HealthAnswer("live", new Dictionary<string, string>());

    /// <summary>200 when everything works, else 503 naming the part that does not.</summary>
    [HttpRead("/health/ready", Name = "getReadiness")]
    [ProducesResponseType<HealthAnswer>(StatusCodes.Status200OK)]
    [ProducesResponseType<HealthAnswer>(StatusCodes.Status503ServiceUnavailable)]
    public async Task<ActionResult<HealthAnswer>> Ready(CancellationToken cancellationToken)
    {
        var readiness = await mediator.Send(new CheckReadinessQuery(), cancellationToken);
        return StatusCode(readiness.IsReady ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable, HealthAnswer.Of(readiness));
    }
}

/// <param name="Status"><c>live</c>, <c>ready</c> or <c>unready</c>.</param>
/// <param name="Parts">Each part: <c>ok</c>, or what is wrong with it.</param>
public sealed record HealthAnswer(string Status, IReadOnlyDictionary<string, string> Parts)
{
    internal static HealthAnswer Of(Readiness readiness) =>
        new(readiness.IsReady ? "ready" : "unready", readiness.Parts.ToDictionary(part => part.Key, part => Describe(part.Value)));

    private static string Describe(PartReadiness part) => part switch
    {
        { Fault: { } fault } => fault,
        { Detail: { } detail } => $"ok ({detail})",
        _ => "ok",
    };
}
