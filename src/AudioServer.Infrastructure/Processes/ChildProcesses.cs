using System.Collections.Concurrent;
using System.Diagnostics;

namespace AudioServer.Infrastructure.Processes;

/// <summary>
/// Starts every child from one thread that lives as long as the server. "Die with the parent" (PR_SET_PDEATHSIG) fires when
/// the <em>thread</em> that started the child ends, and threads of the pool do end.
/// </summary>
internal static class ChildProcesses
{
    private static readonly BlockingCollection<Action> Starts = BeginThread();

    /// <summary>Starts a child; the caller disposes what comes back. Once it is started, cancelling no longer withholds it.</summary>
    /// <exception cref="System.ComponentModel.Win32Exception">The executable is not there or cannot be executed.</exception>
    public static Task<Process> StartAsync(ProcessStartInfo start, CancellationToken cancellationToken)
    {
        var started = new TaskCompletionSource<Process>(TaskCreationOptions.RunContinuationsAsynchronously);
        Starts.Add(
            () =>
            {
                if (cancellationToken.IsCancellationRequested)
                {
                    started.SetCanceled(cancellationToken);
                    return;
                }

                try
                {
                    started.SetResult(Process.Start(start)!);
                }
                catch (Exception fault)
                {
                    started.SetException(fault);
                }
            },
            CancellationToken.None);
        return started.Task;
    }

    /// <summary>Kills the child and all its descendants; one that has ended already is left alone.</summary>
    public static void Kill(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception fault) when (fault is InvalidOperationException or System.ComponentModel.Win32Exception or AggregateException)
        {
            // It ended between the look and the shot.
        }
    }

    private static BlockingCollection<Action> BeginThread()
    {
        var starts = new BlockingCollection<Action>();
        new Thread(() =>
        {
            foreach (var start in starts.GetConsumingEnumerable())
            {
                start();
            }
        })
        { IsBackground = true, Name = "child processes" }.UnsafeStart();
        return starts;
    }
}
