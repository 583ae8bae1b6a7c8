using System.Linq.Expressions;
using AudioServer.Application.Ports;
using AudioServer.Domain.AudioFiles;
using MediatR;

namespace AudioServer.Application.AudioFiles;

/// <summary>The bytes of one file, as they were uploaded, or where they lie.</summary>
/// <param name="File">Which.</param>
/// <param name="Offer">Makes the Content-Disposition for a file's name, which a store that sends the bytes itself is told; null: they have to come through this server.</param>
public sealed record DownloadAudioQuery(FileSelector File, Func<string, string>? Offer) : IRequest<AudioContent>;

/// <summary>Content and what its headers need. Whoever gets it disposes it.</summary>
/// <param name="Bytes">Seekable, at its beginning; null when <see cref="Address"/> says where they are.</param>
/// <param name="Name">The file's name.</param>
/// <param name="ContentType">Media type, by content.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Sha256">Lower-case hex; the strong entity tag.</param>
/// <param name="Duration">Seconds, or null.</param>
/// <param name="LastModified">When this content came.</param>
public sealed record AudioContent(Stream? Bytes, string Name, string ContentType, long Size, string Sha256, double? Duration, DateTimeOffset LastModified) : IAsyncDisposable
{
    /// <summary>Where the client gets the bytes by itself; null when <see cref="Bytes"/> are here.</summary>
    public Uri? Address { get; init; }

    public ValueTask DisposeAsync() => Bytes?.DisposeAsync() ?? ValueTask.CompletedTask;
}

internal sealed class DownloadAudioHandler(IAudioDb db, IBlobStore blobs, IDirectDelivery delivery, ICaller caller) : IRequestHandler<DownloadAudioQuery, AudioContent>
{
    private static readonly Expression<Func<AudioFile, Description>> Described =
        file => new Description(file.Id, file.Name, file.ContentType, file.Size, file.Sha256, file.Duration, file.CreatedAt);

    public async Task<AudioContent> Handle(DownloadAudioQuery request, CancellationToken cancellationToken)
    {
        // A replace or delete between the row and its bytes takes the bytes away: then the row, read again, tells what is true now.
        for (var attempt = 1; ; attempt++)
        {
            var file = await db.ReadAsync(request.File, caller.OwnerId, Described, cancellationToken) ?? throw request.File.NotFound();
            var key = AudioFile.BlobKeyOf(file.Id);
            var address = request.Offer is { } offer ? await delivery.FindAddressAsync(new DirectDownload(key, file.ContentType, offer(file.Name), caller.Until), cancellationToken) : null;
            var bytes = address is null ? await blobs.OpenAsync(key, cancellationToken) : null;
            if (address is not null || bytes is not null)
            {
                return new AudioContent(bytes, file.Name, file.ContentType, file.Size, file.Sha256, file.Duration, file.CreatedAt) { Address = address };
            }

            if (attempt == 3)
            {
                throw new InvalidOperationException($"The bytes of {file.Id} are missing from the blob store.");
            }
        }
    }

    private sealed record Description(Guid Id, string Name, string ContentType, long Size, string Sha256, double? Duration, DateTimeOffset CreatedAt);
}
