using AudioServer.Application.AudioFiles;
using AudioServer.Application.Ports;
using AutoMapper;
using MediatR;

namespace AudioServer.Application.Verification;

/// <summary>Queues a file to be verified again. One that waits or is being verified already stays as it is.</summary>
public sealed record RequestVerificationCommand(FileSelector File) : IRequest<AudioFileView>;

internal sealed class RequestVerificationHandler(IAudioDb db, ICaller caller, TimeProvider time, IMapper mapper) : IRequestHandler<RequestVerificationCommand, AudioFileView>
{
    public async Task<AudioFileView> Handle(RequestVerificationCommand request, CancellationToken cancellationToken)
    {
        while (true)
        {
            var file = await request.File.LoadAsync(db, caller, cancellationToken);
            if (!file.IsVerified)
            {
                return mapper.Map<AudioFileView>(file);
            }

            file.RequestVerification(time.GetUtcNow());
            if (await db.SaveAsync(cancellationToken) == SaveOutcome.Saved)
            {
                return mapper.Map<AudioFileView>(file);
            }
        }
    }
}
