using AudioServer.Application.Ports;
using AudioServer.Domain.Failures;
using Microsoft.Extensions.Options;

namespace AudioServer.Application.AudioFiles;

/// <summary>Takes an upload's bytes in, whole and as promised, before anything looks at them.</summary>
public sealed class UploadReception(IUploadStaging staging, IOptions<LimitsOptions> limits)
{
    /// <summary>The received file, which the caller disposes of.</summary>
    /// <exception cref="Failure">Why it was not received; nothing is kept.</exception>
    public async Task<IStagedUpload> ReceiveAsync(UploadContent content, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(content);
        var upload = await staging.ReceiveAsync(content.Bytes, limits.Value.MaxUploadBytes, cancellationToken);
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
}
