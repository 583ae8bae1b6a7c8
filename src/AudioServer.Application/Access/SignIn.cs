using AudioServer.Application.Ports;
using AudioServer.Domain.Access;
using AudioServer.Domain.Failures;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AudioServer.Application.Access;

/// <summary>Proves a name and a password, and begins a session.</summary>
public sealed record SignInCommand(string Username, string Password) : IRequest<SignedIn>;

/// <param name="Name">The user's.</param>
/// <param name="Secret">What the cookie holds; nobody else is told.</param>
/// <param name="ExpiresAt">When the session ends.</param>
public sealed record SignedIn(string Name, string Secret, DateTimeOffset ExpiresAt);

internal sealed class SignInHandler(IAudioDb db, IPasswordHasher passwords, ISecretGenerator secrets, SignInGuard guard, AccessLog log, TimeProvider time) : IRequestHandler<SignInCommand, SignedIn>
{
    public async Task<SignedIn> Handle(SignInCommand request, CancellationToken cancellationToken)
    {
        var key = Username.KeyOf(request.Username);
        User? known = null;
        try
        {
            var user = await guard.TryAsync(key, async () =>
            {
                known = await db.Users.AsNoTracking().SingleOrDefaultAsync(row => row.NameKey == key, cancellationToken);
                return await ProveAsync(known, request.Password, cancellationToken);
            });
            return await BeginAsync(user ?? throw new InvalidCredentials(), cancellationToken);
        }
        catch (Failure failure)
        {
            log.SignInFailed(known?.Name, failure);
            throw;
        }
    }

    /// <summary>The user, or null; one hash is computed either way. No password longer than one may be is hashed as such, but something is.</summary>
    private async Task<User?> ProveAsync(User? user, string password, CancellationToken cancellationToken)
    {
        var isTooLong = password.Length > 2 * PasswordRules.MaxLength;
        var match = await passwords.CompareAsync(isTooLong ? null : user?.PasswordHash, isTooLong ? "" : password, cancellationToken);
        if (match == PasswordMatch.Wrong || user is null or { IsDisabled: true })
        {
            return null;
        }

        if (match == PasswordMatch.RightButOutdated)
        {
            var hash = await passwords.HashAsync(password, cancellationToken);
            if (await db.Users.SingleOrDefaultAsync(row => row.Id == user.Id && row.PasswordHash == user.PasswordHash, cancellationToken) is { } row)
            {
                row.Rehash(hash);

                // When a new password comes in between, nothing is written over it.
                await db.SaveAsync(cancellationToken);
            }
        }

        return user;
    }

    private async Task<SignedIn> BeginAsync(User user, CancellationToken cancellationToken)
    {
        var (secret, now) = (Secret.Text(secrets.NewBytes(Secret.Size)), time.GetUtcNow());
        db.Sessions.RemoveRange(await db.Sessions.Where(session => session.UserId == user.Id && session.ExpiresAt <= now).ToListAsync(cancellationToken));
        db.Sessions.Add(new Session(Secret.HashOf(secret), user.Id, user.SecurityStamp, now, now + Session.Lifetime));
        if (await db.SaveAsync(cancellationToken) != SaveOutcome.Saved)
        {
            throw new Unavailable("Another sign-in or a change of the account came between; try again.");
        }

        log.SignedIn(user.Name);
        return new SignedIn(user.Name, secret, now + Session.Lifetime);
    }
}
