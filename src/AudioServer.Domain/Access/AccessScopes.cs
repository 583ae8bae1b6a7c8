using AudioServer.Domain.Failures;

namespace AudioServer.Domain.Access;

/// <summary>What a credential is good for. Neither holds the other: a token that only uploads needs no right to read.</summary>
[Flags]
public enum AccessScopes
{
    None = 0,

    /// <summary>Everything that changes nothing: <c>GET</c> and <c>HEAD</c>.</summary>
    Read = 1,

    /// <summary>Every other method, and all that has to do with tokens.</summary>
    Write = 2,

    All = Read | Write,
}

/// <summary>Scopes as they are written: <c>read</c>, <c>write</c>.</summary>
public static class AccessScopeNames
{
    private static readonly (AccessScopes Scope, string Name)[] Known = [(AccessScopes.Read, "read"), (AccessScopes.Write, "write")];

    /// <exception cref="InvalidParameter">One is no scope.</exception>
    public static AccessScopes Parse(IEnumerable<string?> names) => names.Aggregate(AccessScopes.None, (scopes, name) => scopes | (Known.FirstOrDefault(known => known.Name == name).Scope switch
    {
        AccessScopes.None => throw new InvalidParameter("scopes", $"scopes holds read and write; \"{name}\" is neither."),
        var scope => scope,
    }));

    public static IReadOnlyList<string> Of(AccessScopes scopes) => [.. Known.Where(known => scopes.HasFlag(known.Scope)).Select(known => known.Name)];
}
