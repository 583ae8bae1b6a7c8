using AudioServer.Application.Ports;
using AudioServer.Domain.Failures;
using Microsoft.Extensions.Options;

namespace AudioServer.Application.AudioFiles;

/// <summary>Takes an upload's bytes in, whole and as promised, before anything looks at them.</summary>
public sealed class UploadReception(IUploadStaging staging, IOptions<LimitsOptions> limits)
{
    /// <summary>The received file, which the caller disposes of.</summary>
    /// <exception cref="Failure">Why it was not received; nothing is kept.</exception>
    public Task<IStagedUpload> ReceiveAsync(UploadContent content, CancellationToken cancellationToken) => ReceiveAsync(content, null, cancellationToken);

    /// <param name="content">The bytes, and what was promised of them.</param>
    /// <param name="room">What the owner's quota leaves, beyond which nothing is received; null: no bound.</param>
    /// <param name="cancellationToken">Ends it; nothing is kept.</param>
    /// <exception cref="Failure">Why it was not received; nothing is kept.</exception>
    public async Task<IStagedUpload> ReceiveAsync(UploadContent content, QuotaRoom? room, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(content);
        var upload = await ReceiveBoundedAsync(content, room, cancellationToken);
        try
        {
            await content.FinishAsync(cancellationToken);
            foreach (var promised in content.Sha256.Where(promised => promised != upload.Content.Sha256))
            {
                throw new DigestMismatch($"The file that arrived has the SHA-256 {upload.Content.Sha256}, not {promised} as announced.");
            }

            return upload;
        }
        catch
        {
            upload.Dispose();
            throw;
        }
    }

    private async Task<IStagedUpload> ReceiveBoundedAsync(UploadContent content, QuotaRoom? room, CancellationToken cancellationToken)
    {
        var max = limits.Value.MaxUploadBytes;
        room?.Refuse(content.AnnouncedSize ?? 1);
        try
        {
            return await staging.ReceiveAsync(content.Bytes, Math.Min(max, room?.Left ?? max), cancellationToken);
        }
        catch (TooLarge) when (room?.Left < max)
        {
            throw room.Value.Exceeded();
        }
    }
}
