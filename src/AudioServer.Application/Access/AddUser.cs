using AudioServer.Application.Ports;
using AudioServer.Domain.Access;
using AudioServer.Domain.Failures;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AudioServer.Application.Access;

/// <summary>Makes an account.</summary>
public sealed record AddUserCommand(string Username, string Password) : IRequest<UserView>;

/// <param name="Id">Of the user.</param>
/// <param name="Name">By which the user signs in.</param>
/// <param name="IsDisabled">True when no credential of the user's is good.</param>
/// <param name="CreatedAt">When the account was made.</param>
public sealed record UserView(Guid Id, string Name, bool IsDisabled, DateTimeOffset CreatedAt)
{
    internal static UserView Of(User user) => new(user.Id, user.Name, user.IsDisabled, user.CreatedAt);
}

internal sealed class AddUserHandler(IAudioDb db, IPasswordHasher passwords, IIdGenerator ids, AccessLog log, TimeProvider time) : IRequestHandler<AddUserCommand, UserView>
{
    public async Task<UserView> Handle(AddUserCommand request, CancellationToken cancellationToken)
    {
        var name = Username.Parse(request.Username);
        PasswordRules.Check(name, request.Password);
        var key = name.Key;
        if (await db.Users.AnyAsync(user => user.NameKey == key, cancellationToken))
        {
            throw new UserExists(name.Value);
        }

        var user = new User(ids.NewId(), name, await passwords.HashAsync(request.Password, cancellationToken), ids.NewId(), time.GetUtcNow());
        db.Users.Add(user);
        if (await db.SaveAsync(cancellationToken) != SaveOutcome.Saved)
        {
            throw new UserExists(name.Value);
        }

        log.UserAdded(user.Name);
        return UserView.Of(user);
    }
}
