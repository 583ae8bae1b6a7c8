using System.ComponentModel.DataAnnotations;
using AudioServer.Api.Access;
using AudioServer.Api.Http;
using AudioServer.Api.OpenApi;
using AudioServer.Application.Access;
using AudioServer.Domain.Failures;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace AudioServer.Api.Controllers;

/// <summary>Accounts and sessions.</summary>
[ApiController]
public sealed class AccessController(IMediator mediator) : ControllerBase
{
    /// <summary>Makes an account, where people may make their own.</summary>
    [HttpPost("/api/v1/users", Name = "createUser")]
    [AllowAnonymous]
    [AccountsOnly]
    [RegistrationOnly]
    [JsonBody<UserCredentials>("application/json")]
    [ProducesResponseType<UserView>(StatusCodes.Status201Created)]
    [Problems(400, 401, 403, 404, 409, 415, 429)]
    public async Task<ObjectResult> CreateUser(CancellationToken cancellationToken)
    {
        var (username, password) = (await JsonBodies.ReadAsync<UserCredentials>(Request, cancellationToken)).Needed();
        return StatusCode(StatusCodes.Status201Created, await mediator.Send(new AddUserCommand(username, password), cancellationToken));
    }

    /// <summary>Signs in: answers with a session's cookie. A session that the request came with ends.</summary>
    [HttpPost("/api/v1/session", Name = "signIn")]
    [AllowAnonymous]
    [AccountsOnly]
    [JsonBody<UserCredentials>("application/json")]
    [AnswerHeaders(StatusCodes.Status200OK, "Set-Cookie")]
    [Problems(400, 401, 403, 404, 415, 429)]
    public async Task<SessionAnswer> SignIn(CancellationToken cancellationToken)
    {
        var (username, password) = (await JsonBodies.ReadAsync<UserCredentials>(Request, cancellationToken)).Needed();
        var session = await mediator.Send(new SignInCommand(username, password), cancellationToken);
        await mediator.Send(new SignOutCommand(SessionCookie.Read(Request)), cancellationToken);
        SessionCookie.Write(Response, session);
        return new SessionAnswer(session.Name, session.ExpiresAt);
    }

    /// <summary>Signs out: the session ends at once.</summary>
    [HttpDelete("/api/v1/session", Name = "signOut")]
    [AccountsOnly]
    [ProducesResponseType(StatusCodes.Status204NoContent)]
    [AnswerHeaders(StatusCodes.Status204NoContent, "Set-Cookie")]
    [Problems(400, 404)]
    public async Task<NoContentResult> SignOutOfSession(CancellationToken cancellationToken)
    {
        await mediator.Send(new SignOutCommand(SessionCookie.Read(Request)), cancellationToken);
        SessionCookie.Remove(Response);
        return NoContent();
    }

    /// <summary>Tells who is asking, and how much room is taken.</summary>
    [HttpRead("/api/v1/me", Name = "getMe")]
    [Problems(400)]
    public Task<MeView> Me(CancellationToken cancellationToken) => mediator.Send(new GetMeQuery(User.Identity!.Name!), cancellationToken);
}

/// <param name="Username">1 to 64 letters, digits, <c>.</c>, <c>_</c>, <c>-</c> or <c>@</c>.</param>
/// <param name="Password">8 to 256 characters.</param>
internal sealed record UserCredentials([property: Required] string? Username, [property: Required] string? Password)
{
    /// <exception cref="InvalidParameter">One is missing.</exception>
    public (string Username, string Password) Needed() =>
        (Username ?? throw new InvalidParameter("username", "username is needed."), Password ?? throw new InvalidParameter("password", "password is needed."));
}

/// <param name="Name">The user's.</param>
/// <param name="ExpiresAt">When the session ends.</param>
public sealed record SessionAnswer(string Name, DateTimeOffset ExpiresAt);
