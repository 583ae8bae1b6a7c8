using AudioServer.Application.Ports;
using AutoMapper;
using AutoMapper.QueryableExtensions;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AudioServer.Application.AudioFiles;

/// <summary>What is known of one file.</summary>
public sealed record GetAudioInfoQuery(FileSelector File) : IRequest<AudioFileView>;

internal sealed class GetAudioInfoHandler(IAudioDb db, ICaller caller, IConfigurationProvider mapping) : IRequestHandler<GetAudioInfoQuery, AudioFileView>
{
    public async Task<AudioFileView> Handle(GetAudioInfoQuery request, CancellationToken cancellationToken) =>
        await request.File.In(db.AudioFiles.AsNoTracking(), caller).ProjectTo<AudioFileView>(mapping).SingleOrDefaultAsync(cancellationToken)
        ?? throw request.File.NotFound();
}
