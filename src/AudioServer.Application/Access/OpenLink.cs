using System.Globalization;
using AudioServer.Application.Ports;
using AudioServer.Domain;
using AudioServer.Domain.Access;
using AudioServer.Domain.Failures;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AudioServer.Application.Access;

/// <summary>Whose content a signed link opens.</summary>
/// <param name="FileId">The file that the address names.</param>
/// <param name="Query">The address's query as it was sent, without the question mark.</param>
public sealed record OpenLinkQuery(Guid FileId, string Query) : IRequest<CallerIdentity>;

internal sealed class OpenLinkHandler(IAudioDb db, LinkSigner signer, TimeProvider time) : IRequestHandler<OpenLinkQuery, CallerIdentity>
{
    private const string Signature = "&signature=";
    private const string Expires = "&expires=";

    public async Task<CallerIdentity> Handle(OpenLinkQuery request, CancellationToken cancellationToken)
    {
        // The signature comes last, and the time before it: what else is there was signed as it stands.
        var cut = request.Query.LastIndexOf(Signature, StringComparison.Ordinal);
        var signed = cut < 0 ? throw new InvalidLink() : request.Query[..cut];
        var expires = signed[(signed.LastIndexOf('=') + 1)..];
        if (!$"&{signed}".EndsWith(Expires + expires, StringComparison.Ordinal)
            || !long.TryParse(expires, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            || seconds <= time.GetUtcNow().ToUnixTimeSeconds()
            || !await signer.IsSignedAsync(request.FileId, signed, request.Query[(cut + Signature.Length)..], cancellationToken))
        {
            throw new InvalidLink();
        }

        var owner = await db.AudioFiles.AsNoTracking().Where(file => file.Id == request.FileId).Select(file => (Guid?)file.OwnerId).SingleOrDefaultAsync(cancellationToken)
            ?? throw new NotFound("The file that this link opened is not there any more.");
        if (owner != Owners.Local && !await db.Users.AnyAsync(user => user.Id == owner && !user.IsDisabled, cancellationToken))
        {
            throw new InvalidLink();
        }

        return new CallerIdentity(owner, "(link)", CredentialKind.Link, AccessScopes.Read, DateTimeOffset.FromUnixTimeSeconds(seconds));
    }
}
