using AudioServer.Application.Ports;
using AudioServer.Domain.AudioFiles;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AudioServer.Application.Verification;

/// <summary>Queues every verified file of these states to be verified again, for all owners. Answers how many.</summary>
/// <param name="States">Verdicts; none queues nothing.</param>
public sealed record RequestVerificationsCommand(IReadOnlyList<VerificationState> States) : IRequest<int>;

internal sealed class RequestVerificationsHandler(IAudioDb db, TimeProvider time) : IRequestHandler<RequestVerificationsCommand, int>
{
    /// <summary>Rows of one transaction: others write in between.</summary>
    private const int Portion = 200;

    public async Task<int> Handle(RequestVerificationsCommand request, CancellationToken cancellationToken)
    {
        var states = request.States.Where(state => state is not (VerificationState.Pending or VerificationState.Running)).ToList();
        var ids = await db.AudioFiles.AsNoTracking().Where(file => states.Contains(file.State)).Select(file => file.Id).ToListAsync(cancellationToken);
        var queued = 0;
        foreach (var portion in ids.Chunk(Portion))
        {
            queued += await QueueAsync(portion, cancellationToken);
        }

        return queued;
    }

    private async Task<int> QueueAsync(Guid[] ids, CancellationToken cancellationToken)
    {
        while (true)
        {
            var files = await db.AudioFiles.Where(file => ids.Contains(file.Id) && file.State != VerificationState.Pending && file.State != VerificationState.Running).ToListAsync(cancellationToken);
            files.ForEach(file => file.RequestVerification(time.GetUtcNow()));

            // Again when a delete or another request came between.
            if (await db.SaveAsync(cancellationToken) == SaveOutcome.Saved)
            {
                return files.Count;
            }
        }
    }
}
