using AudioServer.Application.AudioFiles;
using AudioServer.Application.Verification;

namespace AudioServer.Api.Reports;

/// <summary>What a check found of one file: a report, or why there is none.</summary>
/// <param name="Name">For people.</param>
/// <param name="Report">Null when it could not be verified.</param>
/// <param name="Refusal">Why not; null when it was.</param>
internal sealed record CheckedFile(string Name, VerificationReportView? Report, CheckRefusal? Refusal)
{
    public static CheckedFile Of(VerificationReportView report) => new(report.Name ?? "upload", report, null);

    public IReadOnlyList<AudioFileView.FindingView> Findings => Report?.Findings ?? [];
}

/// <summary>Why a file was not verified.</summary>
/// <param name="Code">A problem's.</param>
/// <param name="Detail">A sentence.</param>
internal sealed record CheckRefusal(string Code, string Detail);
