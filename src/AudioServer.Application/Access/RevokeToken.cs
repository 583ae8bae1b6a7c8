using AudioServer.Application.Ports;
using AudioServer.Domain.Failures;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AudioServer.Application.Access;

/// <summary>Ends a token, at once and for good.</summary>
/// <param name="Id">Which.</param>
/// <param name="IsOperator">Whether it may be anybody's; else it has to be the caller's.</param>
public sealed record RevokeTokenCommand(Guid Id, bool IsOperator = false) : IRequest;

internal sealed class RevokeTokenHandler(IAudioDb db, ICaller caller, AccessLog log) : AsyncRequestHandler<RevokeTokenCommand>
{
    protected override async Task Handle(RevokeTokenCommand request, CancellationToken cancellationToken)
    {
        var owner = request.IsOperator ? (Guid?)null : caller.OwnerId;
        var token = await db.AccessTokens.SingleOrDefaultAsync(row => row.Id == request.Id && (owner == null || row.UserId == owner), cancellationToken)
            ?? throw new NotFound($"There is no token with the id {request.Id}.");
        db.AccessTokens.Remove(token);

        // Whether this or another revocation came first, it is gone.
        await db.SaveAsync(cancellationToken);
        log.TokenRevoked(token.Id, token.UserId);
    }
}
