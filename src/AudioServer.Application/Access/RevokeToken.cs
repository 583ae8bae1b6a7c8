using AudioServer.Application.Ports;
using AudioServer.Domain.Failures;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AudioServer.Application.Access;

/// <summary>Ends a token and all that were made by it, at once and for good.</summary>
/// <param name="Id">Which.</param>
/// <param name="IsOperator">Whether it may be anybody's; else it has to be the caller's.</param>
public sealed record RevokeTokenCommand(Guid Id, bool IsOperator = false) : IRequest;

internal sealed class RevokeTokenHandler(IAudioDb db, ICaller caller, AccessLog log) : AsyncRequestHandler<RevokeTokenCommand>
{
    protected override async Task Handle(RevokeTokenCommand request, CancellationToken cancellationToken)
    {
        var owner = request.IsOperator ? (Guid?)null : caller.OwnerId;
        var token = await db.AccessTokens.AsNoTracking().SingleOrDefaultAsync(row => row.Id == request.Id && (owner == null || row.UserId == owner), cancellationToken)
            ?? throw new NotFound($"There is no token with the id {request.Id}.");
        do
        {
            // Again when another revocation came between: what that left goes now.
            var tokens = await db.AccessTokens.Where(row => row.UserId == token.UserId).ToListAsync(cancellationToken);
            var gone = tokens.Where(row => row.Id == token.Id).ToList();
            for (var at = 0; at < gone.Count; at++)
            {
                gone.AddRange(tokens.Where(row => row.ParentId == gone[at].Id));
            }

            db.AccessTokens.RemoveRange(gone);
            gone.ForEach(row => log.TokenRevoked(row.Id, row.UserId));
        }
        while (await db.SaveAsync(cancellationToken) != SaveOutcome.Saved);
    }
}
