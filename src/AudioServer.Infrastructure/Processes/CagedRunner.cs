using System.ComponentModel;
using System.Diagnostics;
using AudioServer.Infrastructure.Telemetry;

namespace AudioServer.Infrastructure.Processes;

/// <summary>Runs one caged tool to its end, within bounds of time and output.</summary>
internal sealed class CagedRunner(Cage cage, TimeProvider time)
{
    /// <summary>How long the pipes of a killed process may take to close.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    /// <summary>Runs the command as the other form does and keeps what it writes.</summary>
    public async Task<CagedResult> RunAsync(CagedCommand command, RunBounds bounds, CancellationToken cancellationToken)
    {
        var (output, errors) = (new MemoryStream(), new HeadAndTail(bounds.ErrorBytes));
        var end = await RunAsync(
            command, bounds.WallTime, stream => KeepAsync(stream, output, bounds.OutputBytes), stream => KeepAsync(stream, errors), cancellationToken);
        return CagedResult.Of(end, output, errors);
    }

    /// <summary>
    /// Runs the command with its standard input closed, its two outputs read while it runs. Whatever happens, also when the caller cancels or
    /// a reader throws, which is thrown on, no process of it is left when this returns.
    /// </summary>
    public async Task<CagedEnd> RunAsync(
        CagedCommand command, TimeSpan wallTime, OutputReader output, OutputReader errors, CancellationToken cancellationToken)
    {
        var tool = Path.GetFileName(command.Tool);
        using var span = InfrastructureTelemetry.Source.StartActivity(tool);
        InfrastructureTelemetry.Ran(tool);
        var end = await RunToEndAsync(command, wallTime, output, errors, cancellationToken);
        span?.SetTag("process.exit.code", end.ExitCode).SetTag("audioserver.outcome", end.Outcome.ToString());
        if (end.Death is { } cause)
        {
            InfrastructureTelemetry.Died(tool, cause);
        }

        return end;
    }

    private async Task<CagedEnd> RunToEndAsync(
        CagedCommand command, TimeSpan wallTime, OutputReader output, OutputReader errors, CancellationToken cancellationToken)
    {
        Process process;
        try
        {
            process = await ChildProcesses.StartAsync(cage.Wrap(command), cancellationToken);
        }
        catch (Win32Exception fault)
        {
            return new CagedEnd(CagedOutcome.CageFailed, -1, fault.Message);
        }

        using var _ = process;
        using var limit = new CancellationTokenSource(wallTime, time);
        using var enough = new CancellationTokenSource();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token, enough.Token);

        var reading = Task.WhenAll(
            ReadAsync(process.StandardOutput.BaseStream, output, enough), ReadAsync(process.StandardError.BaseStream, errors, enough));
        var end = Task.WhenAll(reading, process.WaitForExitAsync(CancellationToken.None));
        try
        {
            process.StandardInput.Close();
            await end.WaitAsync(stop.Token);
            return enough.IsCancellationRequested ? new CagedEnd(CagedOutcome.OutputTooLarge) : new CagedEnd(CagedOutcome.Exited, process.ExitCode);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            await KillAsync(process, end);
        }

        cancellationToken.ThrowIfCancellationRequested();
        if (reading.IsFaulted)
        {
            await reading;
        }

        return new CagedEnd(enough.IsCancellationRequested ? CagedOutcome.OutputTooLarge : CagedOutcome.TimedOut);
    }

    private static async Task ReadAsync(Stream stream, OutputReader read, CancellationTokenSource enough)
    {
        var whole = false;
        try
        {
            whole = await read(stream);
        }
        finally
        {
            if (!whole)
            {
                await enough.CancelAsync();
            }
        }
    }

    private static async Task KillAsync(Process process, Task end)
    {
        ChildProcesses.Kill(process);

        // A descendant that left the group may still hold a pipe; nobody waits for it any more.
        await end.WaitAsync(Grace).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static async Task<bool> KeepAsync(Stream stream, MemoryStream kept, int bound)
    {
        var buffer = new byte[16 * 1024];
        for (int read; (read = await stream.ReadAsync(buffer)) > 0;)
        {
            if (kept.Length + read > bound)
            {
                return false;
            }

            kept.Write(buffer, 0, read);
        }

        return true;
    }

    private static async Task<bool> KeepAsync(Stream stream, HeadAndTail kept)
    {
        var buffer = new byte[4 * 1024];
        for (int read; (read = await stream.ReadAsync(buffer)) > 0;)
        {
            kept.Write(buffer.AsSpan(0, read));
        }

        return true;
    }
}

/// <summary>Reads an output of a caged tool to its end, in step with the tool; false: enough was read, and the tool is to be killed.</summary>
internal delegate Task<bool> OutputReader(Stream stream);

/// <summary>What one run may take from the outside.</summary>
/// <param name="WallTime">After it the run is killed.</param>
/// <param name="OutputBytes">More on standard output ends the run.</param>
/// <param name="ErrorBytes">Of standard error the beginning and the end are kept, the middle is read and dropped.</param>
internal sealed record RunBounds(TimeSpan WallTime, int OutputBytes, int ErrorBytes = 64 * 1024);
