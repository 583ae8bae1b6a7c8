using AudioServer.Domain.Failures;
using Microsoft.Extensions.Options;

namespace AudioServer.Application.Verification;

/// <summary>Lets so many checks decode at once as the server verifies files at once, beside those; the others wait a while for their turn.</summary>
public sealed class CheckTurns(IOptions<VerificationOptions> options) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim _turns = new(Math.Max(1, options.Value.Concurrency));

    /// <summary>Does the work when it is its turn.</summary>
    /// <exception cref="Busy">The others took too long.</exception>
    public async Task<T> TakeAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(work);
        if (!await _turns.WaitAsync(Patience, cancellationToken))
        {
            throw new Busy("The server is checking long files and could not begin with this one; try again soon.");
        }

        try
        {
            return await work();
        }
        finally
        {
            _turns.Release();
        }
    }

    public void Dispose() => _turns.Dispose();
}
