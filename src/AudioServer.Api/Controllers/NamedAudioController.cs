using AudioServer.Api.Content;
using AudioServer.Api.Http;
using AudioServer.Api.Parameters;
using AudioServer.Application.AudioFiles;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace AudioServer.Api.Controllers;

/// <summary>Audio files by name, for people with curl. The same use cases as by id.</summary>
public sealed class NamedAudioController(IMediator mediator) : ControllerBase
{
    /// <summary>Tells what is known of the file of this name.</summary>
    [HttpRead("/info", Name = "getAudioByName")]
    public Task<AudioFileView> Get(NameParameters parameters, CancellationToken cancellationToken) =>
        mediator.Send(new GetAudioInfoQuery(parameters.ToSelector()), cancellationToken);

    /// <summary>Sends the content of the file of this name.</summary>
    [HttpRead("/download", Name = "downloadAudioByName")]
    public async Task<ActionResult> Content(NamedContentParameters parameters, CancellationToken cancellationToken) =>
        new AudioContentResult(await mediator.Send(new DownloadAudioQuery(parameters.ToSelector()), cancellationToken), parameters.Disposition);

    /// <summary>Deletes the file of this name.</summary>
    [HttpDelete("/delete", Name = "deleteAudioByName")]
    public async Task<NoContentResult> Delete(NameParameters parameters, CancellationToken cancellationToken)
    {
        await mediator.Send(new DeleteAudioCommand(parameters.ToSelector()), cancellationToken);
        return NoContent();
    }
}
