using AudioServer.Api.Uploads;

namespace AudioServer.Api.Client;

/// <summary>A pipe or a terminal. A read that waits for somebody, which the system does not end, is left behind when it is cancelled: the process ends then.</summary>
internal sealed class WaitingStream(Stream source) : ReadOnlyStream
{
    private Task<int> _reading = Task.FromResult(0);

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        _reading = source.ReadAsync(buffer, CancellationToken.None).AsTask();
        return await _reading.WaitAsync(cancellationToken);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && _reading.IsCompleted)
        {
            source.Dispose();
        }

        base.Dispose(disposing);
    }
}
