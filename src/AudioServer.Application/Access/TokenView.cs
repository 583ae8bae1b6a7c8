using System.Linq.Expressions;
using AudioServer.Domain.Access;

namespace AudioServer.Application.Access;

/// <summary>A token, without what makes it one.</summary>
/// <param name="Id">By which it is revoked.</param>
/// <param name="Name">What its user calls it.</param>
/// <param name="Scopes"><c>read</c>, <c>write</c>.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="ExpiresAt">When it ends; null: not by itself.</param>
/// <param name="Token">The token itself, in the answer to its making alone.</param>
public sealed record TokenView(Guid Id, string Name, IReadOnlyList<string> Scopes, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt, string? Token = null)
{
    internal static readonly Expression<Func<AccessToken, TokenView>> Projection =
        token => new TokenView(token.Id, token.Name, AccessScopeNames.Of(token.Scopes), token.CreatedAt, token.ExpiresAt, null);
}
