using AudioServer.Domain;
using AudioServer.Domain.Access;

namespace AudioServer.Application.Access;

/// <summary>A proved credential.</summary>
/// <param name="OwnerId">Whose files it opens.</param>
/// <param name="Name">The user's name.</param>
/// <param name="Credential">What kind it is.</param>
/// <param name="Scopes">What it is good for.</param>
/// <param name="Until">When it ends; null: not by itself.</param>
/// <param name="TokenId">Which token it is; null when it is none.</param>
public sealed record CallerIdentity(Guid OwnerId, string Name, CredentialKind Credential, AccessScopes Scopes, DateTimeOffset? Until, Guid? TokenId = null)
{
    /// <summary>Everybody, while no account is asked for.</summary>
    public static CallerIdentity Local { get; } = new(Owners.Local, Username.Local, CredentialKind.None, AccessScopes.All, null);
}

public enum CredentialKind
{
    /// <summary>None was asked for.</summary>
    None,

    /// <summary>A token, which no browser sends by itself.</summary>
    Token,

    /// <summary>A session's cookie, which a browser sends whoever made it send the request.</summary>
    Session,

    /// <summary>A signed link, good for one content.</summary>
    Link,
}
