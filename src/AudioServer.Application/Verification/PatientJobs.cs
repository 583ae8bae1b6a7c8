using Microsoft.Extensions.Logging;

namespace AudioServer.Application.Verification;

/// <summary>What a worker does with its claim while the database may be away.</summary>
public sealed class PatientJobs(VerificationJobs jobs, TimeProvider time, ILogger<PatientJobs> log)
{
    /// <summary>Of one thing to be saved, by a database that answers. One may be the end of its absence.</summary>
    private const int MostRefusals = 3;

    /// <summary>Waits for a database that is away: what is to be saved is hours of work, or a try that the file would lose. One that answers all the same, and still does not save, is not waited for.</summary>
    public async Task SaveAsync(Claim claim, Func<Task> save, CancellationToken cancellationToken)
    {
        for (var (tries, refusals) = (1, 0); ; tries++)
        {
            try
            {
                await save();
                return;
            }
            catch (Exception fault) when (DatabaseFault.Is(fault) && refusals < MostRefusals && !cancellationToken.IsCancellationRequested)
            {
                if (tries == 1)
                {
                    log.LogWarning(fault, "What came of {Id} cannot be saved now; it is tried again until the database takes it", claim.File.Id);
                }

                await Task.WhenAny(Task.Delay(VerifyNextCommand.Heartbeat, time, cancellationToken));
                refusals += await FindKeptAsync(claim, progress: 1) is null ? 0 : 1;
            }
        }
    }

    /// <summary>False when it is nobody's any more; null when the database is away.</summary>
    public async Task<bool?> FindKeptAsync(Claim claim, double progress)
    {
        try
        {
            return await jobs.KeepAsync(claim, progress);
        }
        catch (Exception away) when (DatabaseFault.Is(away))
        {
            return null;
        }
    }
}
