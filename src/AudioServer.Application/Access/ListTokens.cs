using AudioServer.Application.Ports;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AudioServer.Application.Access;

/// <summary>The tokens of a user, oldest first.</summary>
/// <param name="Username">Whose, when an operator asks; null: the caller's.</param>
public sealed record ListTokensQuery(string? Username = null) : IRequest<TokenList>;

public sealed record TokenList(IReadOnlyList<TokenView> Items);

internal sealed class ListTokensHandler(IAudioDb db, ICaller caller) : IRequestHandler<ListTokensQuery, TokenList>
{
    public async Task<TokenList> Handle(ListTokensQuery request, CancellationToken cancellationToken)
    {
        var userId = request.Username is { } name ? (await db.LoadUserAsync(name, cancellationToken)).Id : caller.OwnerId;
        return new TokenList(await db.AccessTokens.AsNoTracking().Where(token => token.UserId == userId).OrderBy(token => token.CreatedAt).ThenBy(token => token.Id)
            .Select(TokenView.Projection).ToListAsync(cancellationToken));
    }
}
