using System.Runtime.InteropServices;

namespace AudioServer.Api.Client;

/// <summary>Lets Ctrl-C and SIGTERM end a verb where it leaves nothing half done; a second one ends it at once.</summary>
internal sealed class Interrupt : IDisposable
{
    /// <summary>What shells make of a signal's number.</summary>
    private const int BySignal = 128;
    private const int Interrupted = 2;
    private const int ClosedPipe = 13;
    private const int Terminated = 15;

    private readonly CancellationTokenSource _stop = new();
    private readonly PosixSignalRegistration[] _signals;

    public Interrupt() => _signals = [Watch(PosixSignal.SIGINT, Interrupted), Watch(PosixSignal.SIGTERM, Terminated)];

    public CancellationToken Token => _stop.Token;

    /// <summary>Of a verb that was ended so; without a signal it was the reader of its output that went away.</summary>
    public int ExitCode { get; private set; } = BySignal + ClosedPipe;

    public void Dispose()
    {
        Array.ForEach(_signals, signal => signal.Dispose());
        _stop.Dispose();
    }

    private PosixSignalRegistration Watch(PosixSignal signal, int number) => PosixSignalRegistration.Create(signal, context =>
    {
        context.Cancel = !_stop.IsCancellationRequested;
        ExitCode = BySignal + number;
        _stop.Cancel();
    });
}
