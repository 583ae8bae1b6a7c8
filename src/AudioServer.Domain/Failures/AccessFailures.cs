namespace AudioServer.Domain.Failures;

/// <summary>Who is asking is not known.</summary>
public sealed class Unauthenticated() : Failure("unauthenticated", "This needs an account: sign in, or send a token as Authorization: Bearer aus_….");

/// <summary>Name and password do not belong together; which of them is wrong is not told.</summary>
public sealed class InvalidCredentials() : Failure("invalid_credentials", "There is no user of this name and password.");

/// <summary>The token that was sent is wrong, expired or revoked, or its user is disabled; which of these is not told.</summary>
public sealed class InvalidToken() : Failure("invalid_token", "The token is not valid here: it is wrong, has expired or was revoked.");

/// <summary>A page of another site is behind the request, or it is not shown that none is.</summary>
public sealed class CrossSite(string detail) : Failure("cross_site", detail);

/// <summary>The link was changed, has expired, or was signed by a key that is no more.</summary>
public sealed class InvalidLink() : Failure("invalid_link", "The link is not valid: it was changed, or its time is over. Ask for a new one.");

/// <summary>The credential may not do this.</summary>
public sealed class InsufficientScope(string detail) : Failure("insufficient_scope", detail);

public sealed class UserExists(string name) : Failure("user_exists", $"There is a user named \"{name}\" already.");

/// <summary>The password is too easy to guess.</summary>
public sealed class WeakPassword(string detail) : Failure("weak_password", detail);

/// <summary>The owner's files would take more than they may.</summary>
public sealed class QuotaExceeded(long quota, long used) : Failure("quota_exceeded", $"Your files may take {quota} bytes, and take {used}: there is no room for this one.")
{
    public override IReadOnlyDictionary<string, object> Members { get; } = new Dictionary<string, object> { ["quota"] = quota, ["used"] = used };
}

/// <summary>Too much was asked for in too little time.</summary>
/// <param name="detail">Of what.</param>
/// <param name="wait">Until it is worth asking again.</param>
public sealed class RateLimited(string detail, TimeSpan wait) : Failure("rate_limited", detail)
{
    public override TimeSpan? RetryAfter { get; } = wait;
}
