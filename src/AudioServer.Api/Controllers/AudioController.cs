using AudioServer.Api.Access;
using AudioServer.Api.Content;
using AudioServer.Api.Http;
using AudioServer.Api.OpenApi;
using AudioServer.Api.Parameters;
using AudioServer.Api.Uploads;
using AudioServer.Application.AudioFiles;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace AudioServer.Api.Controllers;

/// <summary>Audio files by id, for generated clients; what needs no id has its curl form here as well.</summary>
[ApiController]
public sealed class AudioController(IMediator mediator) : ControllerBase
{
    /// <summary>Uploads a file.</summary>
    [HttpPost("/api/v1/audio", Name = "uploadAudio")]
    [HttpPost("/post", Name = "uploadAudioShort")]
    [UploadBodyLimit]
    [ProducesResponseType<AudioFileView>(StatusCodes.Status201Created)]
    [ProducesResponseType<AudioFileView>(StatusCodes.Status202Accepted)]
    [AnswerHeaders(StatusCodes.Status201Created, "Location", "Preference-Applied")]
    [AnswerHeaders(StatusCodes.Status202Accepted, "Location", "Preference-Applied")]
    [Problems(400, 408, 409, 413, 415, 422, 503, 507)]
    public async Task<IActionResult> Upload(UploadParameters parameters, CancellationToken cancellationToken)
    {
        var wait = PreferWait.Choose(parameters.Wait, HttpContext);
        var body = await UploadBody.OpenAsync(Request, cancellationToken);
        var file = await mediator.Send(new UploadAudioCommand(body.Content, parameters.Name ?? body.FileName, parameters.OnConflict, parameters.Label, wait, parameters.OnBroken), cancellationToken);
        var location = $"/api/v1/audio/{file.Id}";
        return wait is null || file.IsVerified ? Created(location, file) : Accepted(location, file);
    }

    /// <summary>Lists files.</summary>
    [HttpRead("/api/v1/audio", Name = "listAudio")]
    [HttpRead("/list", Name = "listAudioShort")]
    [ProducesResponseType<AudioPage>(StatusCodes.Status200OK)]
    [AnswerHeaders(StatusCodes.Status200OK, "Link")]
    [Problems(400)]
    public async Task<IActionResult> List(ListParameters parameters, CancellationToken cancellationToken)
    {
        var fields = FieldSelection.Parse(parameters.Fields);
        var page = await mediator.Send(parameters.ToQuery(), cancellationToken);
        PageLink.Add(HttpContext, page.Next);
        return fields.Apply(page);
    }

    /// <summary>Tells what is known of a file.</summary>
    [HttpRead("/api/v1/audio/{id:guid}", Name = "getAudio")]
    [Problems(400, 404)]
    public Task<AudioFileView> Get(Guid id, CancellationToken cancellationToken) =>
        mediator.Send(new GetAudioInfoQuery(FileSelector.ById(id)), cancellationToken);

    /// <summary>Sends a file's content, or a slice or conversion of it, whole or a byte range; or sends on to where the content lies.</summary>
    [HttpRead("/api/v1/audio/{id:guid}/content", Name = "getAudioContent")]
    [ContentAnswer]
    [SignedLink]
    [Problems(400, 404, 412, 416, 422, 429, 503, 507)]
    public async Task<ActionResult> Content(Guid id, ContentParameters parameters, CancellationToken cancellationToken) =>
        new AudioContentResult(await mediator.Send(parameters.ToQuery(FileSelector.ById(id), Request), cancellationToken), parameters.Disposition);

    /// <summary>Renames a file or changes its labels, by JSON merge patch.</summary>
    [HttpPatch("/api/v1/audio/{id:guid}", Name = "changeAudio")]
    [JsonBody<AudioPatch.Document>("application/merge-patch+json")]
    [Problems(400, 404, 409, 415)]
    public async Task<AudioFileView> Change(Guid id, CancellationToken cancellationToken)
    {
        var patch = await AudioPatch.ReadAsync(Request, cancellationToken);
        return await mediator.Send(new ChangeAudioCommand(FileSelector.ById(id), patch.Name, patch.Labels), cancellationToken);
    }

    /// <summary>Deletes a file.</summary>
    [HttpDelete("/api/v1/audio/{id:guid}", Name = "deleteAudio")]
    [ProducesResponseType(StatusCodes.Status204NoContent)]
    [Problems(400, 404)]
    public async Task<NoContentResult> Delete(Guid id, CancellationToken cancellationToken)
    {
        await mediator.Send(new DeleteAudioCommand(FileSelector.ById(id)), cancellationToken);
        return NoContent();
    }
}
