using AudioServer.Application.Ports;
using AudioServer.Domain.Access;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AudioServer.Application.Access;

/// <summary>Gives a user another password; sessions end, tokens stay. For operators.</summary>
public sealed record SetPasswordCommand(string Username, string Password) : IRequest<UserView>;

internal sealed class SetPasswordHandler(IAudioDb db, IPasswordHasher passwords, IIdGenerator ids, AccessLog log) : IRequestHandler<SetPasswordCommand, UserView>
{
    public async Task<UserView> Handle(SetPasswordCommand request, CancellationToken cancellationToken)
    {
        while (true)
        {
            var user = await db.LoadUserAsync(request.Username, cancellationToken);
            PasswordRules.Check(Username.Parse(user.Name), request.Password);
            user.ChangePassword(await passwords.HashAsync(request.Password, cancellationToken), ids.NewId());
            db.Sessions.RemoveRange(await db.Sessions.Where(session => session.UserId == user.Id).ToListAsync(cancellationToken));
            if (await db.SaveAsync(cancellationToken) == SaveOutcome.Saved)
            {
                log.PasswordChanged(user.Name);
                return UserView.Of(user);
            }
        }
    }
}
