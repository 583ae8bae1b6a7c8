using System.ComponentModel.DataAnnotations;
using AudioServer.Api.Access;
using AudioServer.Api.Http;
using AudioServer.Api.OpenApi;
using AudioServer.Application.Access;
using AudioServer.Domain.Access;
using AudioServer.Domain.Failures;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace AudioServer.Api.Controllers;

/// <summary>Credentials for programs.</summary>
[ApiController]
[AccountsOnly]
[NeedsWrite]
public sealed class TokensController(IMediator mediator) : ControllerBase
{
    /// <summary>Makes a token, which this answer alone shows.</summary>
    [HttpPost("/api/v1/tokens", Name = "createToken")]
    [JsonBody<NewToken>("application/json")]
    [ProducesResponseType<TokenView>(StatusCodes.Status201Created)]
    [Problems(400, 404, 415)]
    public async Task<ObjectResult> Create(CancellationToken cancellationToken)
    {
        var wanted = await JsonBodies.ReadAsync<NewToken>(Request, cancellationToken);
        return StatusCode(StatusCodes.Status201Created, await mediator.Send(wanted.ToCommand(), cancellationToken));
    }

    /// <summary>Lists the caller's tokens, without what makes them ones.</summary>
    [HttpRead("/api/v1/tokens", Name = "listTokens")]
    [Problems(400, 404)]
    public Task<TokenList> List(CancellationToken cancellationToken) => mediator.Send(new ListTokensQuery(), cancellationToken);

    /// <summary>Revokes a token: it is worth nothing from the next request on.</summary>
    [HttpDelete("/api/v1/tokens/{id:guid}", Name = "revokeToken")]
    [ProducesResponseType(StatusCodes.Status204NoContent)]
    [Problems(400, 404)]
    public async Task<NoContentResult> Revoke(Guid id, CancellationToken cancellationToken)
    {
        await mediator.Send(new RevokeTokenCommand(id), cancellationToken);
        return NoContent();
    }
}

/// <param name="Name">What its user calls it.</param>
/// <param name="Scopes">One or both of <c>read</c> and <c>write</c>.</param>
/// <param name="ExpiresAt">When it ends; absent: not by itself.</param>
internal sealed record NewToken([property: Required] string? Name, [property: Required] IReadOnlyList<string>? Scopes, DateTimeOffset? ExpiresAt = null)
{
    /// <exception cref="InvalidParameter">A scope is none.</exception>
    public CreateTokenCommand ToCommand() => new(Name ?? "", AccessScopeNames.Parse(Scopes ?? []), ExpiresAt);
}
