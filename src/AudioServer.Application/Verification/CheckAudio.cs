using AudioServer.Application.AudioFiles;
using AudioServer.Application.Ports;
using AudioServer.Domain.AudioFiles;
using AudioServer.Domain.Failures;
using MediatR;

namespace AudioServer.Application.Verification;

/// <summary>Verifies an upload and stores nothing of it.</summary>
/// <param name="Content">The file's bytes and what was promised about them.</param>
/// <param name="Name">As the client sent it, for the report; null when it sent none.</param>
public sealed record CheckAudioCommand(UploadContent Content, string? Name) : IRequest<VerificationReportView>;

internal sealed class CheckAudioHandler(UploadReception reception, AudioGate gate, Verifier verifier, CheckTurns turns, TimeProvider time) : IRequestHandler<CheckAudioCommand, VerificationReportView>
{
    public async Task<VerificationReportView> Handle(CheckAudioCommand request, CancellationToken cancellationToken)
    {
        var name = request.Name is null ? null : FileName.Parse(request.Name);
        using var upload = await reception.ReceiveAsync(request.Content, cancellationToken);
        var source = VerificationSource.Of(upload, await gate.InspectAsync(upload, cancellationToken));
        try
        {
            var report = await turns.TakeAsync(() => verifier.VerifyAsync(source, Stream.Null, progress: null, cancellationToken), cancellationToken);
            return VerificationReportView.Of(report, id: null, name?.Value, time.GetUtcNow());
        }
        catch (DecoderUnavailableException unavailable)
        {
            throw new Unavailable("The server cannot decode audio just now.", unavailable);
        }
    }
}
