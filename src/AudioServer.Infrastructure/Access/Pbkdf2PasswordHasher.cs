using AudioServer.Application.Ports;
using AudioServer.Domain.Access;
using AudioServer.Domain.Failures;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace AudioServer.Infrastructure.Access;

/// <summary>
/// ASP.NET Core Identity's hasher at the strength that OWASP asks for: PBKDF2 with HMAC-SHA512 and 210,000 rounds, 128 bits of salt, in Identity's own format
/// (version 3), which tells the rounds.
/// </summary>
internal sealed class Pbkdf2PasswordHasher : IPasswordHasher, IDisposable
{
    private const int Rounds = 210_000;

    /// <summary>A hash takes some 100 ms; who is further back in line would wait for seconds.</summary>
    private const int MaxWaiting = 32;

    private readonly PasswordHasher<User> _hasher = new(Options.Create(new PasswordHasherOptions { CompatibilityMode = PasswordHasherCompatibilityMode.IdentityV3, IterationCount = Rounds }));
    private readonly SemaphoreSlim _turns = new(Environment.ProcessorCount);
    private readonly Lazy<string> _nobody;
    private int _waiting;

    public Pbkdf2PasswordHasher() => _nobody = new Lazy<string>(() => _hasher.HashPassword(null!, "no password of anybody's"));

    public Task<string> HashAsync(string password, CancellationToken cancellationToken) => InTurnAsync(() => _hasher.HashPassword(null!, password), cancellationToken);

    public Task<PasswordMatch> CompareAsync(string? hash, string password, CancellationToken cancellationToken) => InTurnAsync(
        () => _hasher.VerifyHashedPassword(null!, hash ?? _nobody.Value, password) switch
        {
            _ when hash is null => PasswordMatch.Wrong,
            PasswordVerificationResult.Success => PasswordMatch.Right,
            PasswordVerificationResult.SuccessRehashNeeded => PasswordMatch.RightButOutdated,
            _ => PasswordMatch.Wrong,
        },
        cancellationToken);

    public void Dispose() => _turns.Dispose();

    private async Task<T> InTurnAsync<T>(Func<T> work, CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _waiting) > MaxWaiting)
        {
            Interlocked.Decrement(ref _waiting);
            throw new RateLimited("Too many people are signing in just now.", TimeSpan.FromSeconds(2));
        }

        try
        {
            await _turns.WaitAsync(cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }

        try
        {
            return await Task.Run(work, cancellationToken);
        }
        finally
        {
            _turns.Release();
        }
    }
}
