using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;

namespace AudioServer.Api.Client;

/// <summary>The bytes of one answer, gone on with where a connection was cut, and checked against the digest the server tells.</summary>
/// <param name="call">Where from.</param>
/// <param name="path">Of the request.</param>
/// <param name="label">For the bar.</param>
internal sealed class Download(ClientCall call, string path, string label)
{
    private const int Tries = 4;
    private const int PieceSize = 128 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private EntityTagHeaderValue? _tag;
    private string? _digest;
    private long? _length;
    private long _done;

    /// <param name="write">Takes them, in their order.</param>
    /// <exception cref="CommandFailedException">They did not come whole; what has been written is worth nothing.</exception>
    public async Task ToAsync(Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask> write)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (var tries = 1; !await TryAsync(write, hash, isLast: tries == Tries); tries++)
        {
            call.Terminal.Note($"{label}: cut at byte {_done}; going on there");
            await Task.Delay(TimeSpan.FromSeconds(tries), call.Stop);
        }

        if (_digest != $"sha-256=:{Convert.ToBase64String(hash.GetHashAndReset())}:")
        {
            throw new CommandFailedException(ExitCode.Failure, "digest_mismatch", "What came is not what the server has: the digests differ.");
        }
    }

    /// <summary>False when it was cut and can be gone on with.</summary>
    private async Task<bool> TryAsync(Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask> write, IncrementalHash hash, bool isLast)
    {
        try
        {
            using var answer = await OpenAsync();
            if (_digest is null)
            {
                await AskForDigestAsync();
            }

            await using var body = new PatientStream(await answer.Content.ReadAsStreamAsync(call.Stop), Patience);
            var piece = new byte[PieceSize];
            while (await body.ReadAsync(piece, call.Stop) is var read and > 0)
            {
                await write(piece.AsMemory(0, read), call.Stop);
                hash.AppendData(piece, 0, read);
                _done += read;
                call.Terminal.Progress(_length is > 0 ? (double)_done / _length : null, $"{label} {FileLines.Size(_done)}");
            }

            return true;
        }
        catch (CommandFailedException cut) when (cut.ExitCode == ExitCode.Network && _tag is not null && !isLast)
        {
            return false;
        }
    }

    private async Task<HttpResponseMessage> OpenAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (_done > 0)
        {
            request.Headers.Range = new RangeHeaderValue(_done, null);
            request.Headers.IfRange = new RangeConditionHeaderValue(_tag!);
        }

        var answer = await call.Server.SendAsync(request, call.Stop);
        if (_done == 0)
        {
            _length = answer.Content.Headers.ContentLength;
            Identify(answer);
        }
        else if (answer.StatusCode != HttpStatusCode.PartialContent || answer.Content.Headers.ContentRange?.From != _done)
        {
            answer.Dispose();
            throw new CommandFailedException(ExitCode.Failure, "changed", "The file changed while it was being downloaded.");
        }

        return answer;
    }

    /// <summary>What a store sends, to which the server has led, says nothing of our digests and tags.</summary>
    private async Task AskForDigestAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, path);
        using var answer = await call.Server.SendAsync(request, call.Stop);
        Identify(answer);
        if (_digest is null)
        {
            throw AudioClient.NoAudioServer();
        }
    }

    private void Identify(HttpResponseMessage answer)
    {
        _tag = answer.Headers.ETag;
        _digest = answer.Headers.TryGetValues("Repr-Digest", out var digests) ? digests.First() : null;
    }
}
