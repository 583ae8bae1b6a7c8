using System.Net.Mime;
using AudioServer.Api.Http;
using AudioServer.Application.Verification;
using Microsoft.AspNetCore.Mvc;

namespace AudioServer.Api.Reports;

/// <summary>The forms a verification report is answered in.</summary>
internal static class ReportForms
{
    public static readonly string[] MediaTypes = [MediaTypeNames.Application.Json, JUnitReport.MediaType, SarifReport.MediaType];

    /// <summary>How the report is to be answered; chosen before the work is done, so that a form nobody has costs nothing.</summary>
    /// <exception cref="Domain.Failures.NotAcceptable">None of them is accepted.</exception>
    public static Func<VerificationReportView, ActionResult> Choose(HttpRequest request) => Accepted.Best(request, MediaTypes) switch
    {
        JUnitReport.MediaType => report => new FileContentResult(JUnitReport.Write([CheckedFile.Of(report)]), JUnitReport.MediaType),
        SarifReport.MediaType => report => new JsonResult(SarifReport.Of([CheckedFile.Of(report)])) { ContentType = SarifReport.MediaType },
        _ => report => new JsonResult(report),
    };
}
