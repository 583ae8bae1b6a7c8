using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using AudioServer.Application.Ports;
using AudioServer.Domain.Access;
using Microsoft.EntityFrameworkCore;

namespace AudioServer.Application.Access;

/// <summary>Signs what a link may open: HMAC-SHA256 over the file and the query as it stands in the link. The key is the server's own, made when the first link is.</summary>
public sealed class LinkSigner(IAudioDb db, ISecretGenerator secrets, TimeProvider time)
{
    /// <summary>The signature of a link, base64url without padding.</summary>
    /// <param name="fileId">Which file.</param>
    /// <param name="query">Everything between <c>?</c> and the signature's own parameter.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<string> SignAsync(Guid fileId, string query, CancellationToken cancellationToken)
    {
        var key = await FindKeyAsync(cancellationToken);
        if (key is null)
        {
            db.ServerKeys.Add(new ServerKey(ServerKey.Links, secrets.NewBytes(Secret.Size), time.GetUtcNow()));

            // Whether this one was saved or another came first: there is one now.
            await db.SaveAsync(cancellationToken);
            key = await FindKeyAsync(cancellationToken);
        }

        return Compute(key!, fileId, query);
    }

    /// <summary>Whether the signature is the link's; compared in constant time.</summary>
    public async Task<bool> IsSignedAsync(Guid fileId, string query, string signature, CancellationToken cancellationToken) =>
        await FindKeyAsync(cancellationToken) is { } key
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(signature), Encoding.UTF8.GetBytes(Compute(key, fileId, query)));

    /// <summary>Makes a new key; every link there is ends.</summary>
    public async Task RotateAsync(CancellationToken cancellationToken)
    {
        do
        {
            var fresh = secrets.NewBytes(Secret.Size);
            if (await db.ServerKeys.SingleOrDefaultAsync(key => key.Name == ServerKey.Links, cancellationToken) is { } key)
            {
                key.Replace(fresh, time.GetUtcNow());
            }
            else
            {
                db.ServerKeys.Add(new ServerKey(ServerKey.Links, fresh, time.GetUtcNow()));
            }
        }
        while (await db.SaveAsync(cancellationToken) != SaveOutcome.Saved);
    }

    private Task<byte[]?> FindKeyAsync(CancellationToken cancellationToken) =>
        db.ServerKeys.AsNoTracking().Where(key => key.Name == ServerKey.Links).Select(key => key.Value).SingleOrDefaultAsync(cancellationToken);

    private static string Compute(byte[] key, Guid fileId, string query) =>
        Base64Url.EncodeToString(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"content\n{fileId:D}\n{query}")));
}
