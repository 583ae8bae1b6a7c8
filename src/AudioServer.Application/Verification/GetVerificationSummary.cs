using AudioServer.Application.Ports;
using AudioServer.Domain.AudioFiles;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AudioServer.Application.Verification;

/// <summary>How many files stand where, for all owners.</summary>
public sealed record GetVerificationSummaryQuery : IRequest<VerificationSummary>;

/// <param name="Files">How many of each state there are; states without files are left out.</param>
/// <param name="Running">What is under way: the sum of the progress of all that run, 0 to 1 each.</param>
public sealed record VerificationSummary(IReadOnlyDictionary<VerificationState, int> Files, double Running)
{
    /// <summary>Files without a verdict.</summary>
    public int Waiting => Files.GetValueOrDefault(VerificationState.Pending) + Files.GetValueOrDefault(VerificationState.Running);
}

internal sealed class GetVerificationSummaryHandler(IAudioDb db) : IRequestHandler<GetVerificationSummaryQuery, VerificationSummary>
{
    public async Task<VerificationSummary> Handle(GetVerificationSummaryQuery request, CancellationToken cancellationToken)
    {
        var files = await db.AudioFiles.GroupBy(file => file.State).Select(group => new { group.Key, Count = group.Count() }).ToDictionaryAsync(group => group.Key, group => group.Count, cancellationToken);
        var running = await db.AudioFiles.Where(file => file.State == VerificationState.Running).SumAsync(file => file.Progress, cancellationToken);
        return new VerificationSummary(files, running);
    }
}
