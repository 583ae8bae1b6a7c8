using AudioServer.Api.Events;
using AudioServer.Api.Http;
using AudioServer.Api.OpenApi;
using AudioServer.Application.Events;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace AudioServer.Api.Controllers;

/// <summary>What becomes of files, as it happens.</summary>
[ApiController]
public sealed class EventsController(IMediator mediator) : ControllerBase
{
    /// <summary>Streams server-sent events: <c>audio.created</c>, <c>audio.progress</c>, <c>audio.verified</c>, <c>audio.deleted</c>, each with the AudioFile as its data, and <c>resync</c> when events were missed for good.</summary>
    [HttpRead("/api/v1/events", Name = "watchEvents")]
    [EventStreamAnswer]
    [AnswerHeaders(StatusCodes.Status200OK, "X-Accel-Buffering")]
    [Problems(400)]
    public async Task<ActionResult> Watch(CancellationToken cancellationToken) =>
        new EventStreamResult(await mediator.Send(new WatchEventsQuery(Request.Headers["Last-Event-ID"].FirstOrDefault()), cancellationToken));
}
