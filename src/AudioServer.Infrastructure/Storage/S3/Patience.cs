namespace AudioServer.Infrastructure.Storage.S3;

/// <summary>Ends what is waited for when nothing has come for too long, also before its token is cancelled by whoever asked.</summary>
internal sealed class Patience : IDisposable
{
    private readonly CancellationTokenSource _end;
    private readonly TimeSpan _limit;

    public Patience(TimeSpan limit, CancellationToken cancellationToken)
    {
        _limit = limit;
        _end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _end.CancelAfter(limit);
    }

    public CancellationToken Token => _end.Token;

    /// <summary>Something has come, or been taken: the wait begins anew.</summary>
    public void Renew() => _end.CancelAfter(_limit);

    public void Dispose() => _end.Dispose();
}
