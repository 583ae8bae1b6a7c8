using System.Security.Cryptography;
using AudioServer.Domain.Failures;

namespace AudioServer.Api.Uploads;

/// <summary>A multipart request's body on its way to the multipart reader: hashes all of it, framing included, and names the faults of reading it.</summary>
internal sealed class MultipartBody(Stream body) : ReadOnlyStream
{
    private readonly IncrementalHash _sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await body.ReadAsync(buffer, cancellationToken);
        _sha256.AppendData(buffer.Span[..read]);
        return read;
    }

    /// <summary>Of what has been read so far, lower-case hex; to be called once, at the end.</summary>
    public string Sha256() => Convert.ToHexStringLower(_sha256.GetHashAndReset());

    /// <summary>Runs a step of the multipart reader; its complaints about the body become failures with a code.</summary>
    public static async Task<T> GuardAsync<T>(Func<Task<T>> step)
    {
        try
        {
            return await step();
        }
        catch (InvalidDataException malformed)
        {
            throw new InvalidMultipart(malformed.Message, malformed);
        }
        catch (IOException cut) when (cut is not BadHttpRequestException)
        {
            throw new IncompleteBody("The multipart body ended before its closing boundary.", cut);
        }
    }

    protected override void Dispose(bool disposing)
    {
        _sha256.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>The bytes of one part, with the same names for faults.</summary>
    internal sealed class Part(Stream part) : ReadOnlyStream
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            await GuardAsync(() => part.ReadAsync(buffer, cancellationToken).AsTask());
    }
}
