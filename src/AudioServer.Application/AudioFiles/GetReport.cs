using AudioServer.Application.Ports;
using AudioServer.Application.Verification;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AudioServer.Application.AudioFiles;

/// <summary>The verification report of one file; before the end of the verification, how far it is.</summary>
public sealed record GetReportQuery(FileSelector File) : IRequest<VerificationReportView>;

internal sealed class GetReportHandler(IAudioDb db, ICaller caller) : IRequestHandler<GetReportQuery, VerificationReportView>
{
    public async Task<VerificationReportView> Handle(GetReportQuery request, CancellationToken cancellationToken)
    {
        var found = await request.File.In(db.AudioFiles.AsNoTracking(), caller)
            .Select(file => new { File = file, Stored = db.Reports.FirstOrDefault(report => report.AudioFileId == file.Id) })
            .SingleOrDefaultAsync(cancellationToken) ?? throw request.File.NotFound();
        return found.File.IsVerified && found.Stored is { } stored
            ? VerificationReportView.Of(stored.Report, found.File.Id, found.File.Name, found.File.CheckedAt)
            : VerificationReportView.Pending(found.File);
    }
}
