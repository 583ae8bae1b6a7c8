namespace AudioServer.Application.Access;

/// <summary>Who may come in (section <c>Auth</c>).</summary>
public sealed class AuthOptions
{
    public AuthMode Mode { get; set; } = AuthMode.Open;

    /// <summary>Whether people may make their own accounts; else operators make them.</summary>
    public Registration Registration { get; set; } = Registration.Closed;

    /// <summary>Lets a server that asks for no account listen on addresses other machines reach.</summary>
    public bool AllowOpenNetwork { get; set; }

    public bool IsValid => Enum.IsDefined(Mode) && Enum.IsDefined(Registration);
}

public enum AuthMode
{
    /// <summary>No account is asked for: all files belong to the built-in user.</summary>
    Open,

    /// <summary>Every request needs a credential, but those few that say so.</summary>
    Required,
}

public enum Registration
{
    Closed,
    Open,
}
