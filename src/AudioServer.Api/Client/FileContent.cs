using System.Net;
using System.Security.Cryptography;

namespace AudioServer.Api.Client;

/// <summary>A file as a request's body, in pieces, hashed on the way.</summary>
/// <param name="source">Stays open. From its beginning when it can seek.</param>
/// <param name="size">Bytes; null when that is not known before its end.</param>
/// <param name="sent">Told how many bytes are on their way.</param>
internal sealed class FileContent(Stream source, long? size, Action<long> sent) : HttpContent
{
    private const int PieceSize = 128 * 1024;

    private bool _isBegun;

    /// <summary>Of what was sent, lower-case hex; null until all is.</summary>
    public string? Sha256 { get; private set; }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        // A connection that had been kept turns out to be closed: what is read from a pipe cannot be read again.
        if (_isBegun && !source.CanSeek)
        {
            throw new CommandFailedException(ExitCode.Network, "network", "The connection was closed after the upload had begun.");
        }

        (_isBegun, Sha256) = (true, null);
        if (source.CanSeek)
        {
            source.Position = 0;
        }

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var piece = new byte[PieceSize];
        var total = 0L;
        while (await ReadAsync(piece, cancellationToken) is var read and > 0)
        {
            hash.AppendData(piece, 0, read);
            total += read;
            if (total > size)
            {
                break;
            }

            await stream.WriteAsync(piece.AsMemory(0, read), cancellationToken);
            sent(total);
        }

        if (size is not null && total != size)
        {
            throw new CommandFailedException(ExitCode.Failure, "changed", "The file changed while it was being sent.");
        }

        Sha256 = Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    protected override bool TryComputeLength(out long length)
    {
        length = size ?? 0;
        return size is not null;
    }

    private async Task<int> ReadAsync(byte[] piece, CancellationToken cancellationToken)
    {
        try
        {
            return await source.ReadAsync(piece, cancellationToken);
        }
        catch (IOException fault)
        {
            throw InputFile.OfDisk(fault);
        }
    }
}
