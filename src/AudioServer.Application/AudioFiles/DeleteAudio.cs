using AudioServer.Application.Ports;
using MediatR;

namespace AudioServer.Application.AudioFiles;

/// <summary>Removes a file: its row first, then its bytes, so that a crash leaves at most bytes without a row.</summary>
public sealed record DeleteAudioCommand(FileSelector File) : IRequest;

internal sealed class DeleteAudioHandler(IAudioDb db, IBlobStore blobs, ICaller caller) : AsyncRequestHandler<DeleteAudioCommand>
{
    protected override async Task Handle(DeleteAudioCommand request, CancellationToken cancellationToken)
    {
        var file = await request.File.LoadAsync(db, caller, cancellationToken);
        db.AudioFiles.Remove(file);
        if (await db.SaveAsync(cancellationToken) != SaveOutcome.Saved)
        {
            throw request.File.NotFound();
        }

        // The row is gone for good, whether or not the client still waits.
        await blobs.DeleteAsync(file.BlobKey, CancellationToken.None);
    }
}
