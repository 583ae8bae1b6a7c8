using System.Data.Common;
using AudioServer.Application.Ports;
using AudioServer.Domain.AudioFiles;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace AudioServer.Application.Verification;

/// <summary>How much waits to be verified, for all owners. Null when the database cannot tell: whoever watches the server wants the rest all the more then.</summary>
public sealed record GetBacklogQuery : IRequest<Backlog?>;

/// <param name="Pending">Files that wait.</param>
/// <param name="Running">Files at work.</param>
/// <param name="Age">For how long the oldest of them has been waiting; zero when there is none.</param>
public sealed record Backlog(int Pending, int Running, TimeSpan Age);

internal sealed class GetBacklogHandler(IAudioDb db, TimeProvider time, ILogger<GetBacklogHandler> log) : IRequestHandler<GetBacklogQuery, Backlog?>
{
    public async Task<Backlog?> Handle(GetBacklogQuery request, CancellationToken cancellationToken)
    {
        try
        {
            // Of the index of the queue alone, however many files there are.
            var groups = await db.AudioFiles.Where(file => file.State == VerificationState.Pending || file.State == VerificationState.Running)
                .GroupBy(file => file.State).Select(group => new { State = group.Key, Count = group.Count(), Oldest = group.Min(file => file.QueuedAt) })
                .ToDictionaryAsync(group => group.State, cancellationToken);
            var now = time.GetUtcNow();
            return new Backlog(
                groups.GetValueOrDefault(VerificationState.Pending)?.Count ?? 0,
                groups.GetValueOrDefault(VerificationState.Running)?.Count ?? 0,
                groups.Values.Select(group => now - group.Oldest).Append(TimeSpan.Zero).Max());
        }
        catch (DbException fault)
        {
            log.LogError(fault, "The backlog cannot be read");
            return null;
        }
    }
}
