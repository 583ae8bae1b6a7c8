using AudioServer.Application.Ports;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AudioServer.Application.Access;

/// <summary>Takes all access from a user, or gives it back. Files and tokens stay; sessions end. For operators.</summary>
public sealed record DisableUserCommand(string Username, bool IsDisabled) : IRequest<UserView>;

internal sealed class DisableUserHandler(IAudioDb db, IIdGenerator ids, AccessLog log) : IRequestHandler<DisableUserCommand, UserView>
{
    public async Task<UserView> Handle(DisableUserCommand request, CancellationToken cancellationToken)
    {
        while (true)
        {
            var user = await db.LoadUserAsync(request.Username, cancellationToken);
            user.SetDisabled(request.IsDisabled, ids.NewId());
            db.Sessions.RemoveRange(await db.Sessions.Where(session => session.UserId == user.Id).ToListAsync(cancellationToken));
            if (await db.SaveAsync(cancellationToken) == SaveOutcome.Saved)
            {
                log.UserDisabled(user.Name, request.IsDisabled);
                return UserView.Of(user);
            }
        }
    }
}
