namespace AudioServer.Domain.Access;

/// <summary>A person who has files.</summary>
public sealed class User(Guid id, Username name, string passwordHash, Guid securityStamp, DateTimeOffset createdAt)
{
    // For EF Core.
    private User()
        : this(default, default, "", default, default)
    {
    }

    public Guid Id { get; private set; } = id;

    /// <summary>As it is shown.</summary>
    public string Name { get; private set; } = name.Value ?? "";

    /// <summary>What is unique: see <see cref="Username.Key"/>.</summary>
    public string NameKey { get; private set; } = name.Value is null ? "" : name.Key;

    /// <summary>As the password hasher writes it; never shown.</summary>
    public string PasswordHash { get; private set; } = passwordHash;

    /// <summary>A disabled user has no access by any credential, and keeps the files.</summary>
    public bool IsDisabled { get; private set; }

    public DateTimeOffset CreatedAt { get; private set; } = createdAt;

    /// <summary>Another one each time that sessions end: a session is good while it has the user's, also one that was just being begun.</summary>
    public Guid SecurityStamp { get; private set; } = securityStamp;

    /// <summary>Every session ends.</summary>
    public void SetDisabled(bool isDisabled, Guid securityStamp) => (IsDisabled, SecurityStamp) = (isDisabled, securityStamp);

    /// <summary>Every session ends.</summary>
    public void ChangePassword(string hash, Guid securityStamp) => (PasswordHash, SecurityStamp) = (hash, securityStamp);

    /// <summary>The same password, hashed with more work.</summary>
    public void Rehash(string hash) => PasswordHash = hash;
}
