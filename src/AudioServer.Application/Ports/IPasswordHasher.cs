namespace AudioServer.Application.Ports;

/// <summary>Makes slow hashes of passwords and compares with them. At most as many are computed at a time as there are processors.</summary>
public interface IPasswordHasher
{
    /// <summary>A salted hash that tells how it was made.</summary>
    /// <exception cref="Domain.Failures.RateLimited">So many wait for their turn already that this one would wait too long.</exception>
    Task<string> HashAsync(string password, CancellationToken cancellationToken);

    /// <summary>Compares in the time that one hash takes, also when <paramref name="hash"/> is null because there is no such user.</summary>
    /// <exception cref="Domain.Failures.RateLimited">As above.</exception>
    Task<PasswordMatch> CompareAsync(string? hash, string password, CancellationToken cancellationToken);
}

/// <summary>What a comparison found.</summary>
public enum PasswordMatch
{
    Wrong,
    Right,

    /// <summary>Right, but hashed with less work than is asked for today: it should be hashed anew.</summary>
    RightButOutdated,
}
