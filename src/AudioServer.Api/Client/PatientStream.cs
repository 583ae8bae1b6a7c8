using AudioServer.Api.Uploads;

namespace AudioServer.Api.Client;

/// <summary>An answer's body as it comes. A cut, and a silence longer than <paramref name="patience"/>, are told as faults of the network.</summary>
internal sealed class PatientStream(Stream body, TimeSpan patience) : ReadOnlyStream
{
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        end.CancelAfter(patience);
        try
        {
            return await body.ReadAsync(buffer, end.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new CommandFailedException(ExitCode.Network, "network", $"Nothing has come from the server for {patience.TotalSeconds} s.");
        }
        catch (Exception fault) when (fault is IOException or HttpRequestException)
        {
            throw CommandFailedException.OfNetwork(fault);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            body.Dispose();
        }

        base.Dispose(disposing);
    }
}
