using AudioServer.Domain.Access;

namespace AudioServer.Application.Ports;

/// <summary>Who sent the request being handled. There is one only where the request's credential was proved; reading it elsewhere throws.</summary>
public interface ICaller
{
    /// <summary>The user whose files this request may see and change.</summary>
    Guid OwnerId { get; }

    /// <summary>What the credential is good for.</summary>
    AccessScopes Scopes { get; }

    /// <summary>When the credential ends; null: not by itself.</summary>
    DateTimeOffset? Until { get; }

    /// <summary>The token that the request came with; null when it came without.</summary>
    Guid? TokenId { get; }
}
