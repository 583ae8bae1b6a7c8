using System.ComponentModel;
using System.Diagnostics;

namespace AudioServer.Infrastructure.Processes;

/// <summary>Runs one caged tool to its end, within bounds of time and output.</summary>
internal sealed class CagedRunner(Cage cage, TimeProvider time)
{
    /// <summary>How long the pipes of a killed process may take to close.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Runs the command with its standard input closed. Whatever happens, also when the caller cancels, no process of it is left when this returns.
    /// </summary>
    public async Task<CagedResult> RunAsync(CagedCommand command, RunBounds bounds, CancellationToken cancellationToken)
    {
        Process process;
        try
        {
            process = await ChildProcesses.StartAsync(cage.Wrap(command), cancellationToken);
        }
        catch (Win32Exception fault)
        {
            return CagedResult.Without(CagedOutcome.CageFailed, fault.Message);
        }

        using var _ = process;
        using var limit = new CancellationTokenSource(bounds.WallTime, time);
        using var overflow = new CancellationTokenSource();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token, overflow.Token);

        var output = ReadOutputAsync(process.StandardOutput.BaseStream, bounds.OutputBytes, overflow);
        var errors = ReadErrorsAsync(process.StandardError.BaseStream, bounds.ErrorBytes);
        var end = Task.WhenAll(output, errors, process.WaitForExitAsync(CancellationToken.None));
        try
        {
            process.StandardInput.Close();
            await end.WaitAsync(stop.Token);
        }
        catch (OperationCanceledException)
        {
            await KillAsync(process, end);
            cancellationToken.ThrowIfCancellationRequested();
            return CagedResult.Without(overflow.IsCancellationRequested ? CagedOutcome.OutputTooLarge : CagedOutcome.TimedOut);
        }

        return CagedResult.Of(process.ExitCode, await output, await errors);
    }

    private static async Task KillAsync(Process process, Task end)
    {
        ChildProcesses.Kill(process);
        try
        {
            await end.WaitAsync(Grace);
        }
        catch (Exception fault) when (fault is TimeoutException or IOException)
        {
            // A descendant that left the group may still hold a pipe; nobody waits for it any more.
        }
    }

    private static async Task<byte[]> ReadOutputAsync(Stream stream, int bound, CancellationTokenSource overflow)
    {
        using var kept = new MemoryStream();
        var buffer = new byte[16 * 1024];
        for (int read; (read = await stream.ReadAsync(buffer)) > 0;)
        {
            if (kept.Length + read > bound)
            {
                await overflow.CancelAsync();
                return [];
            }

            kept.Write(buffer, 0, read);
        }

        return kept.ToArray();
    }

    private static async Task<string> ReadErrorsAsync(Stream stream, int bound)
    {
        var kept = new HeadAndTail(bound);
        var buffer = new byte[4 * 1024];
        for (int read; (read = await stream.ReadAsync(buffer)) > 0;)
        {
            kept.Write(buffer.AsSpan(0, read));
        }

        return kept.ToString();
    }
}

/// <summary>What one run may take from the outside.</summary>
/// <param name="WallTime">After it the run is killed.</param>
/// <param name="OutputBytes">More on standard output ends the run.</param>
/// <param name="ErrorBytes">Of standard error the beginning and the end are kept, the middle is read and dropped.</param>
internal sealed record RunBounds(TimeSpan WallTime, int OutputBytes, int ErrorBytes = 64 * 1024);
