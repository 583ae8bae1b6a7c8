using AudioServer.Api.Http;
using AudioServer.Api.OpenApi;
using AudioServer.Api.Parameters;
using AudioServer.Api.Reports;
using AudioServer.Api.Uploads;
using AudioServer.Application.AudioFiles;
using AudioServer.Application.Verification;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace AudioServer.Api.Controllers;

/// <summary>What decoding proved.</summary>
[ApiController]
public sealed class VerificationController(IMediator mediator) : ControllerBase
{
    /// <summary>Tells what verification found in a file; before its end, how far it is.</summary>
    [HttpRead("/api/v1/audio/{id:guid}/report", Name = "getAudioReport")]
    [Problems(400, 404)]
    public Task<VerificationReportView> Report(Guid id, CancellationToken cancellationToken) =>
        mediator.Send(new GetReportQuery(FileSelector.ById(id)), cancellationToken);

    /// <summary>Tells what verification found in the file of this name; before its end, how far it is.</summary>
    [HttpRead("/report", Name = "getAudioReportByName")]
    [Problems(400, 404)]
    public Task<VerificationReportView> NamedReport(NameParameters parameters, CancellationToken cancellationToken) =>
        mediator.Send(new GetReportQuery(parameters.ToSelector()), cancellationToken);

    /// <summary>Has a file verified again.</summary>
    [HttpPost("/api/v1/audio/{id:guid}/verification", Name = "verifyAudio")]
    [ProducesResponseType<AudioFileView>(StatusCodes.Status202Accepted)]
    [AnswerHeaders(StatusCodes.Status202Accepted, "Location")]
    [Problems(400, 404)]
    public async Task<AcceptedResult> Verify(Guid id, CancellationToken cancellationToken) =>
        Accepted($"/api/v1/audio/{id}/report", await mediator.Send(new RequestVerificationCommand(FileSelector.ById(id)), cancellationToken));

    /// <summary>Verifies a file and stores nothing of it. The verdict does not change the status; the form of the report is chosen by <c>Accept</c>.</summary>
    [HttpPost("/check", Name = "checkAudio")]
    [UploadBodyLimit]
    [ProducesResponseType<VerificationReportView>(StatusCodes.Status200OK)]
    [ReportAnswer]
    [Problems(400, 406, 408, 413, 415, 429, 503, 507)]
    public async Task<ActionResult> Check(CheckParameters parameters, CancellationToken cancellationToken)
    {
        var form = ReportForms.Choose(Request);
        var body = await UploadBody.OpenAsync(Request, cancellationToken);
        return form(await mediator.Send(new CheckAudioCommand(body.Content, parameters.Name ?? body.FileName), cancellationToken));
    }
}
