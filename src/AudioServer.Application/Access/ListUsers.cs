using AudioServer.Application.Ports;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AudioServer.Application.Access;

/// <summary>Every user, by name. For operators.</summary>
public sealed record ListUsersQuery : IRequest<IReadOnlyList<UserView>>;

internal sealed class ListUsersHandler(IAudioDb db) : IRequestHandler<ListUsersQuery, IReadOnlyList<UserView>>
{
    public async Task<IReadOnlyList<UserView>> Handle(ListUsersQuery request, CancellationToken cancellationToken) =>
        await db.Users.AsNoTracking().OrderBy(user => user.NameKey).Select(user => new UserView(user.Id, user.Name, user.IsDisabled, user.CreatedAt)).ToListAsync(cancellationToken);
}
