namespace AudioServer.Domain.Access;

/// <summary>A credential for programs. The token itself is shown once and kept nowhere: only its SHA-256 is here.</summary>
public sealed class AccessToken(Guid id, Guid userId, string name, string hash, AccessScopes scopes, DateTimeOffset createdAt, DateTimeOffset? expiresAt, Guid? parentId)
{
    public const int MaxNameLength = 100;

    public Guid Id { get; private set; } = id;

    public Guid UserId { get; private set; } = userId;

    /// <summary>What its user calls it.</summary>
    public string Name { get; private set; } = name;

    /// <summary>Lower-case hex SHA-256 of the token; unique.</summary>
    public string Hash { get; private set; } = hash;

    public AccessScopes Scopes { get; private set; } = scopes;

    public DateTimeOffset CreatedAt { get; private set; } = createdAt;

    /// <summary>From then on it is worth nothing; null: it lasts until it is revoked.</summary>
    public DateTimeOffset? ExpiresAt { get; private set; } = expiresAt;

    /// <summary>The token by which it was made, with which it is revoked; null when a person made it.</summary>
    public Guid? ParentId { get; private set; } = parentId;
}
