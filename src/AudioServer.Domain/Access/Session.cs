namespace AudioServer.Domain.Access;

/// <summary>A person signed in at a browser. The cookie holds a secret, of which only the SHA-256 is here; removing the row signs out.</summary>
public sealed class Session(string hash, Guid userId, Guid securityStamp, DateTimeOffset createdAt, DateTimeOffset expiresAt)
{
    /// <summary>After signing in; then the password is asked for again.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(7);

    /// <summary>Lower-case hex SHA-256 of the cookie's secret.</summary>
    public string Hash { get; private set; } = hash;

    public Guid UserId { get; private set; } = userId;

    /// <summary>The user's when the password was proved.</summary>
    public Guid SecurityStamp { get; private set; } = securityStamp;

    public DateTimeOffset CreatedAt { get; private set; } = createdAt;

    public DateTimeOffset ExpiresAt { get; private set; } = expiresAt;
}
