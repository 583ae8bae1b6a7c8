using AudioServer.Domain.Access;
using AudioServer.Domain.Failures;
using Microsoft.Extensions.Logging;

namespace AudioServer.Application.Access;

/// <summary>The audit log: who came in, who did not, and what became of users and credentials. No secret is ever among it.</summary>
public sealed partial class AccessLog(ILogger<AccessLog> log)
{
    [LoggerMessage(1, LogLevel.Information, "access.signed_in user {User}")]
    public partial void SignedIn(string user);

    [LoggerMessage(3, LogLevel.Information, "access.signed_out user {User}")]
    public partial void SignedOut(string user);

    [LoggerMessage(4, LogLevel.Warning, "access.denied {Code} {Method} {Path}")]
    public partial void Denied(string code, string method, string path);

    [LoggerMessage(5, LogLevel.Information, "access.token_created {TokenId} of user {UserId} scopes {Scopes} expires {ExpiresAt}")]
    public partial void TokenCreated(Guid tokenId, Guid userId, AccessScopes scopes, DateTimeOffset? expiresAt);

    [LoggerMessage(6, LogLevel.Information, "access.token_revoked {TokenId} of user {UserId}")]
    public partial void TokenRevoked(Guid tokenId, Guid userId);

    [LoggerMessage(7, LogLevel.Information, "access.user_added {User}")]
    public partial void UserAdded(string user);

    [LoggerMessage(8, LogLevel.Information, "access.user_disabled {User} {IsDisabled}")]
    public partial void UserDisabled(string user, bool isDisabled);

    [LoggerMessage(9, LogLevel.Information, "access.password_changed {User}")]
    public partial void PasswordChanged(string user);

    [LoggerMessage(10, LogLevel.Information, "access.link_created file {FileId} of user {UserId} expires {ExpiresAt}")]
    public partial void LinkCreated(Guid fileId, Guid userId, DateTimeOffset expiresAt);

    [LoggerMessage(11, LogLevel.Information, "access.link_key_rotated")]
    public partial void LinkKeyRotated();

    [LoggerMessage(12, LogLevel.Information, "access.files_adopted {Count} by {User}")]
    public partial void FilesAdopted(int count, string user);

    /// <summary>What was typed for a name may be a password typed into the wrong field, so it is told only where it is a user's.</summary>
    public void SignInFailed(string? knownUser, Failure why) => SignInFailed(knownUser ?? "(unknown)", why.Code);

    [LoggerMessage(2, LogLevel.Warning, "access.sign_in_failed user {User} {Code}")]
    private partial void SignInFailed(string user, string code);
}
