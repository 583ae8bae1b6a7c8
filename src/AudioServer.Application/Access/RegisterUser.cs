using AudioServer.Domain.Failures;
using MediatR;
using Microsoft.Extensions.Options;

namespace AudioServer.Application.Access;

/// <summary>Makes an account for whoever asks, where that is allowed.</summary>
/// <param name="Username">See <see cref="Domain.Access.Username"/>.</param>
/// <param name="Password">See <see cref="Domain.Access.PasswordRules"/>.</param>
/// <param name="IsSignedIn">Whether a credential came with the request.</param>
public sealed record RegisterUserCommand(string Username, string Password, bool IsSignedIn) : IRequest<UserView>;

internal sealed class RegisterUserHandler(IMediator mediator, IOptions<AuthOptions> options) : IRequestHandler<RegisterUserCommand, UserView>
{
    public Task<UserView> Handle(RegisterUserCommand request, CancellationToken cancellationToken) => (options.Value.Registration, request.IsSignedIn) switch
    {
        (Registration.Open, _) => mediator.Send(new AddUserCommand(request.Username, request.Password), cancellationToken),
        (_, true) => throw new InsufficientScope("Accounts are made by an operator here (Auth:Registration=Closed)."),
        _ => throw new Unauthenticated(),
    };
}
