using AudioServer.Application.Ports;
using AudioServer.Domain.Access;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AudioServer.Application.Access;

/// <summary>Ends a session, at once and for good.</summary>
/// <param name="Secret">What its cookie holds; null or unknown ends nothing.</param>
public sealed record SignOutCommand(string? Secret) : IRequest;

internal sealed class SignOutHandler(IAudioDb db, AccessLog log) : AsyncRequestHandler<SignOutCommand>
{
    protected override async Task Handle(SignOutCommand request, CancellationToken cancellationToken)
    {
        var hash = Secret.HashOf(request.Secret ?? "");
        do
        {
            // Again when another change came between: if that was another sign-out, nothing is found.
            if (await db.Sessions.SingleOrDefaultAsync(session => session.Hash == hash, cancellationToken) is not { } session)
            {
                return;
            }

            db.Sessions.Remove(session);
            log.SignedOut((await db.Users.AsNoTracking().SingleOrDefaultAsync(user => user.Id == session.UserId, cancellationToken))?.Name ?? "");
        }
        while (await db.SaveAsync(cancellationToken) != SaveOutcome.Saved);
    }
}
