using AudioServer.Api.Content;
using AudioServer.Api.Http;
using AudioServer.Api.OpenApi;
using AudioServer.Api.Parameters;
using AudioServer.Application.AudioFiles;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace AudioServer.Api.Controllers;

/// <summary>Audio files by name, for people with curl. The same use cases as by id.</summary>
[ApiController]
public sealed class NamedAudioController(IMediator mediator) : ControllerBase
{
    /// <summary>Tells what is known of the file of this name.</summary>
    [HttpRead("/info", Name = "getAudioByName")]
    [Problems(400, 404)]
    public Task<AudioFileView> Get(NameParameters parameters, CancellationToken cancellationToken) =>
        mediator.Send(new GetAudioInfoQuery(parameters.ToSelector()), cancellationToken);

    /// <summary>Sends the content of the file of this name, or a slice or conversion of it; or sends on to where the content lies.</summary>
    [HttpRead("/download", Name = "getAudioContentByName")]
    [ContentAnswer]
    [Problems(400, 404, 412, 416, 422, 429, 503, 507)]
    public async Task<ActionResult> Content(NamedContentParameters parameters, CancellationToken cancellationToken) =>
        new AudioContentResult(await mediator.Send(parameters.ToQuery(Request), cancellationToken), parameters.Disposition);

    /// <summary>Deletes the file of this name.</summary>
    [HttpDelete("/delete", Name = "deleteAudioByName")]
    [ProducesResponseType(StatusCodes.Status204NoContent)]
    [Problems(400, 404)]
    public async Task<NoContentResult> Delete(NameParameters parameters, CancellationToken cancellationToken)
    {
        await mediator.Send(new DeleteAudioCommand(parameters.ToSelector()), cancellationToken);
        return NoContent();
    }
}
