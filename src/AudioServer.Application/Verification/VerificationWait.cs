using AudioServer.Application.AudioFiles;
using AudioServer.Application.Ports;

namespace AudioServer.Application.Verification;

/// <summary>Holds an answer until a file is verified.</summary>
public sealed class VerificationWait(IAudioDb db, IEventBus bus, ICaller caller, TimeProvider time)
{
    /// <summary>
    /// The file when its verification has ended, or as it is when the time is over or the request is ended: what was stored is stored, and the answer says so.
    /// Null when it has been deleted meanwhile.
    /// </summary>
    public async Task<AudioFileView?> ForAsync(Guid id, TimeSpan atMost, CancellationToken cancellationToken)
    {
        // Listening begins before the first look, so that no verdict falls between.
        using var subscription = bus.Subscribe(caller.OwnerId);
        var started = time.GetTimestamp();
        while (true)
        {
            var file = await db.ReadAsync(FileSelector.ById(id), caller.OwnerId, AudioFileView.Projection, CancellationToken.None);
            var left = atMost - time.GetElapsedTime(started);
            if (file is null || file.IsVerified || left <= TimeSpan.Zero || cancellationToken.IsCancellationRequested)
            {
                return file;
            }

            try
            {
                await subscription.NextAsync(left, cancellationToken);
            }
            catch (OperationCanceledException)
            {
                // Seen above.
            }
        }
    }
}
