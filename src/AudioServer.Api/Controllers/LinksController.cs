using AudioServer.Api.Http;
using AudioServer.Api.OpenApi;
using AudioServer.Application.Access;
using AudioServer.Application.AudioFiles;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace AudioServer.Api.Controllers;

/// <summary>Addresses that open one content to anybody for a time.</summary>
[ApiController]
public sealed class LinksController(IMediator mediator) : ControllerBase
{
    /// <summary>Makes a signed link to a file's content, or to a slice of it.</summary>
    [HttpPost("/api/v1/audio/{id:guid}/links", Name = "createLink")]
    [JsonBody<NewLink>("application/json")]
    [ProducesResponseType<LinkAnswer>(StatusCodes.Status201Created)]
    [AnswerHeaders(StatusCodes.Status201Created, "Location")]
    [Problems(400, 404, 415)]
    public async Task<CreatedResult> Create(Guid id, CancellationToken cancellationToken)
    {
        var wanted = await JsonBodies.ReadAsync<NewLink>(Request, cancellationToken);
        var link = await mediator.Send(new CreateLinkCommand(FileSelector.ById(id), wanted.ExpiresIn ?? NewLink.Hour, wanted.Disposition, wanted.From, wanted.To), cancellationToken);
        var url = $"{Request.Scheme}://{Request.Host.ToUriComponent()}{link.Path}";
        return Created(url, new LinkAnswer(url, link.ExpiresAt));
    }
}

/// <param name="ExpiresIn">Seconds from now, at most a year; absent: an hour.</param>
/// <param name="Disposition"><c>attachment</c> or <c>inline</c>.</param>
/// <param name="From">Seconds at which a slice begins.</param>
/// <param name="To">Seconds at which it ends.</param>
internal sealed record NewLink(long? ExpiresIn = null, string? Disposition = null, double? From = null, double? To = null)
{
    public const long Hour = 3600;
}

/// <param name="Url">To be used as it is: any change makes it worth nothing.</param>
/// <param name="ExpiresAt">When it ends.</param>
public sealed record LinkAnswer(string Url, DateTimeOffset ExpiresAt);
