using System.Data.Common;
using AudioServer.Application.Ports;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace AudioServer.Infrastructure.Database;

/// <summary>The database as a whole: made ready at the start, looked at ever after.</summary>
internal abstract class DatabaseEngine(Func<AudioDb> contexts, ILogger log) : IReadinessCheck
{
    public string Part => "database";

    /// <summary>True before anything was ever kept there.</summary>
    public virtual bool IsNew => false;

    /// <summary>Brings the schema to the present. To be called once, by the process that holds the lock of the data directory, before anything reads or writes.</summary>
    /// <exception cref="DataUnusableException">There is no database there, or the engine does not do what durability needs.</exception>
    public abstract Task PrepareAsync(CancellationToken cancellationToken);

    /// <summary>That nobody else works on it, which the lock of the data directory sees to where the database lies in it.</summary>
    /// <exception cref="DataUnusableException">Somebody does.</exception>
    public virtual Task RefuseOthersAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task<string?> FindFaultAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var db = contexts();
            await db.AudioFiles.AnyAsync(cancellationToken);
            return null;
        }
        catch (DbException fault)
        {
            log.LogError(fault, "The database cannot be read");
            return "The database cannot be read.";
        }
    }
}
