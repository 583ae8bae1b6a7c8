using AudioServer.Application.Ports;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace AudioServer.Application.Access;

/// <summary>Who is asking, and how much room is taken.</summary>
/// <param name="Name">The caller's.</param>
public sealed record GetMeQuery(string Name) : IRequest<MeView>;

/// <param name="Name">By which the user signs in.</param>
/// <param name="Usage">Bytes that the user's files take.</param>
/// <param name="Quota">Bytes that they may take; null: no bound.</param>
public sealed record MeView(string Name, long Usage, long? Quota);

internal sealed class GetMeHandler(IAudioDb db, ICaller caller, IOptions<LimitsOptions> limits) : IRequestHandler<GetMeQuery, MeView>
{
    public async Task<MeView> Handle(GetMeQuery request, CancellationToken cancellationToken)
    {
        var owner = caller.OwnerId;
        var used = await db.Usages.AsNoTracking().Where(usage => usage.OwnerId == owner).Select(usage => usage.Bytes).SingleOrDefaultAsync(cancellationToken);
        return new MeView(request.Name, used, limits.Value.QuotaBytes);
    }
}
