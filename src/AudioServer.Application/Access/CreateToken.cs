using AudioServer.Application.Ports;
using AudioServer.Domain.Access;
using AudioServer.Domain.Failures;
using FluentValidation;
using MediatR;

namespace AudioServer.Application.Access;

/// <summary>Makes a token. The answer holds it, and nothing else ever will.</summary>
/// <param name="Name">What its user calls it.</param>
/// <param name="Scopes">What it is good for.</param>
/// <param name="ExpiresAt">When it ends; null: not by itself.</param>
/// <param name="Username">Whose it is, when an operator makes it; null: the caller's.</param>
public sealed record CreateTokenCommand(string Name, AccessScopes Scopes, DateTimeOffset? ExpiresAt, string? Username = null) : IRequest<TokenView>;

internal sealed class CreateTokenValidator : AbstractValidator<CreateTokenCommand>
{
    public CreateTokenValidator(TimeProvider time)
    {
        RuleFor(command => command.Name).Must(name => !string.IsNullOrWhiteSpace(name) && name.Length <= AccessToken.MaxNameLength && !name.Any(char.IsControl)).OverridePropertyName("name").WithMessage($"name is 1 to {AccessToken.MaxNameLength} characters.");
        RuleFor(command => command.Scopes).Must(scopes => scopes != AccessScopes.None).OverridePropertyName("scopes").WithMessage("scopes is one or both of read and write.");
        RuleFor(command => command.ExpiresAt).Must(expires => expires is null || expires > time.GetUtcNow()).OverridePropertyName("expiresAt").WithMessage("expiresAt lies in the future.");
    }
}

internal sealed class CreateTokenHandler(IAudioDb db, ICaller caller, ISecretGenerator secrets, IIdGenerator ids, AccessLog log, TimeProvider time) : IRequestHandler<CreateTokenCommand, TokenView>
{
    public async Task<TokenView> Handle(CreateTokenCommand request, CancellationToken cancellationToken)
    {
        var (userId, parentId) = request.Username is { } name ? ((await db.LoadUserAsync(name, cancellationToken)).Id, null) : (ProvedFor(request), caller.TokenId);
        var secret = Secret.TokenPrefix + Secret.Text(secrets.NewBytes(Secret.Size));
        var token = new AccessToken(ids.NewId(), userId, request.Name.Trim(), Secret.HashOf(secret), request.Scopes, time.GetUtcNow(), request.ExpiresAt, parentId);
        db.AccessTokens.Add(token);
        if (await db.SaveAsync(cancellationToken) != SaveOutcome.Saved)
        {
            throw new Unavailable("A change of the account came between; try again.");
        }

        log.TokenCreated(token.Id, userId, token.Scopes, token.ExpiresAt);
        return new TokenView(token.Id, token.Name, AccessScopeNames.Of(token.Scopes), token.CreatedAt, token.ExpiresAt, secret);
    }

    /// <summary>A credential makes none that can do more, or lasts longer, than itself, and they are revoked with it: else a stolen one would be outlived by its offspring. A session is a person, whose tokens may outlast it.</summary>
    private Guid ProvedFor(CreateTokenCommand request)
    {
        if ((request.Scopes & ~caller.Scopes) != 0)
        {
            throw new InsufficientScope("A token makes only tokens that can do no more than itself.");
        }

        return caller.Until is { } until && (request.ExpiresAt is null || request.ExpiresAt > until)
            ? throw new InsufficientScope("A token that expires makes only tokens that expire no later: send expiresAt.")
            : caller.OwnerId;
    }
}
