using AudioServer.Application.Ports;
using MediatR;

namespace AudioServer.Application.AudioFiles;

/// <summary>What is known of one file.</summary>
public sealed record GetAudioInfoQuery(FileSelector File) : IRequest<AudioFileView>;

internal sealed class GetAudioInfoHandler(IAudioDb db, ICaller caller) : IRequestHandler<GetAudioInfoQuery, AudioFileView>
{
    public async Task<AudioFileView> Handle(GetAudioInfoQuery request, CancellationToken cancellationToken) =>
        await db.ReadAsync(request.File, caller.OwnerId, AudioFileView.Projection, cancellationToken) ?? throw request.File.NotFound();
}
