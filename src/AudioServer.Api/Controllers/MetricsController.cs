using AudioServer.Api.Http;
using AudioServer.Api.OpenApi;
using AudioServer.Api.Telemetry;
using AudioServer.Application.Verification;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace AudioServer.Api.Controllers;

/// <summary>What the server measures, for those who watch it.</summary>
[ApiController]
public sealed class MetricsController(IMediator mediator) : ControllerBase
{
    /// <summary>Shows the server's metrics in Prometheus' text format. No label holds anything that a client sent.</summary>
    [HttpRead("/metrics", Name = "getMetrics")]
    [ProducesResponseType<string>(StatusCodes.Status200OK, "text/plain")]
    [Problems(400)]
    public async Task<ActionResult> Get(CancellationToken cancellationToken) => new MetricsResult(await mediator.Send(new GetBacklogQuery(), cancellationToken));
}
