using AudioServer.Application;
using AudioServer.Domain.Failures;

namespace AudioServer.Infrastructure.Storage;

/// <summary>What ends a copy is a fault of where it comes from; any other is of where it goes to.</summary>
internal sealed class SourceFailedException(Exception fault) : Exception(fault.Message, fault)
{
    /// <summary>The fault itself.</summary>
    public Exception Fault => InnerException!;

    /// <exception cref="SourceFailedException">The source's disk, database or store does not do it.</exception>
    public static async Task<T> MarkAsync<T>(Func<Task<T>> read)
    {
        try
        {
            return await read();
        }
        catch (Exception fault) when (IsOfASide(fault))
        {
            throw new SourceFailedException(fault);
        }
    }

    /// <summary>True for faults of disks, databases and stores, of whichever side.</summary>
    public static bool IsOfASide(Exception fault) => fault is Failure || DatabaseFault.Is(fault) || DurableFiles.IsOfTheDisk(fault);
}
