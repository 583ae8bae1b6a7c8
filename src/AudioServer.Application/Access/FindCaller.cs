using AudioServer.Application.Ports;
using AudioServer.Domain.Access;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AudioServer.Application.Access;

/// <summary>Whom a credential belongs to, asked of the database at every request: what was revoked a moment ago is worth nothing now. Null when it is no good.</summary>
public sealed record FindCallerQuery(string Secret, CredentialKind Kind) : IRequest<CallerIdentity?>;

internal sealed class FindCallerHandler(IAudioDb db, TimeProvider time) : IRequestHandler<FindCallerQuery, CallerIdentity?>
{
    public Task<CallerIdentity?> Handle(FindCallerQuery request, CancellationToken cancellationToken)
    {
        var (hash, now) = (Secret.HashOf(request.Secret), time.GetUtcNow());
        var users = db.Users.AsNoTracking().Where(user => !user.IsDisabled);
        var found = request.Kind == CredentialKind.Token
            ? db.AccessTokens.AsNoTracking().Where(token => token.Hash == hash && (token.ExpiresAt == null || token.ExpiresAt > now))
                .Join(users, token => token.UserId, user => user.Id, (token, user) => new CallerIdentity(user.Id, user.Name, CredentialKind.Token, token.Scopes, token.ExpiresAt, token.Id))
            : db.Sessions.AsNoTracking().Where(session => session.Hash == hash && session.ExpiresAt > now)
                .Join(users, session => new { Id = session.UserId, session.SecurityStamp }, user => new { user.Id, user.SecurityStamp }, (session, user) => new CallerIdentity(user.Id, user.Name, CredentialKind.Session, AccessScopes.All, session.ExpiresAt, null));
        return found.SingleOrDefaultAsync(cancellationToken);
    }
}
