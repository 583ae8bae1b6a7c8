using AudioServer.Application.Events;
using AudioServer.Application.Ports;
using AudioServer.Domain.AudioFiles;
using AudioServer.Domain.Events;
using MediatR;

namespace AudioServer.Application.AudioFiles;

/// <summary>Removes a file: its row first, then its bytes, so that a crash leaves at most bytes without a row.</summary>
public sealed record DeleteAudioCommand(FileSelector File) : IRequest;

internal sealed class DeleteAudioHandler(IAudioDb db, StoredBytes bytes, EventLog events, ICaller caller) : AsyncRequestHandler<DeleteAudioCommand>
{
    protected override async Task Handle(DeleteAudioCommand request, CancellationToken cancellationToken)
    {
        AudioFile file;
        do
        {
            // Again when a change came between: if that was another delete, nothing is found.
            file = await request.File.LoadAsync(db, caller, cancellationToken);
            db.AudioFiles.Remove(file);
            events.Add(AudioEventType.Deleted, file);
        }
        while (await db.SaveAsync(cancellationToken) != SaveOutcome.Saved);

        // The row is gone for good, whether or not the client still waits.
        await bytes.RemoveAsync(file);
    }
}
