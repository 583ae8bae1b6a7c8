using AudioServer.Api.Content;
using AudioServer.Api.Http;
using AudioServer.Api.OpenApi;
using AudioServer.Api.Parameters;
using AudioServer.Application.AudioFiles;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace AudioServer.Api.Controllers;

/// <summary>Waveforms, by id and by name.</summary>
[ApiController]
public sealed class WaveformController(IMediator mediator) : ControllerBase
{
    /// <summary>Shows the waveform of a file.</summary>
    [HttpRead("/api/v1/audio/{id:guid}/waveform", Name = "getAudioWaveform")]
    [WaveformAnswer]
    [Problems(400, 404, 406, 409)]
    public async Task<ActionResult> Get(Guid id, WaveformParameters parameters, CancellationToken cancellationToken)
    {
        var format = WaveformNegotiation.Choose(parameters.Format, Request);
        return new WaveformResult(await mediator.Send(new GetWaveformQuery(FileSelector.ById(id), parameters.ToSelection(), format), cancellationToken), format);
    }

    /// <summary>Shows the waveform of the file of this name.</summary>
    [HttpRead("/waveform", Name = "getAudioWaveformByName")]
    [WaveformAnswer]
    [Problems(400, 404, 406, 409)]
    public async Task<ActionResult> GetByName(NamedWaveformParameters parameters, CancellationToken cancellationToken)
    {
        var format = WaveformNegotiation.Choose(parameters.Format, Request);
        return new WaveformResult(await mediator.Send(new GetWaveformQuery(parameters.ToSelector(), parameters.ToSelection(), format), cancellationToken), format);
    }
}
