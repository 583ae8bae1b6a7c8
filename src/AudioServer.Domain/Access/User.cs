namespace AudioServer.Domain.Access;

/// <summary>A person who has files.</summary>
public sealed class User(Guid id, Username name, string passwordHash, DateTimeOffset createdAt)
{
    // For EF Core.
    private User()
        : this(default, default, "", default)
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

    public void SetDisabled(bool isDisabled) => IsDisabled = isDisabled;

    public void ChangePassword(string hash) => PasswordHash = hash;
}
