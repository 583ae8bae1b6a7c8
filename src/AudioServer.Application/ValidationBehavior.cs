using FluentValidation;
using MediatR;

namespace AudioServer.Application;

/// <summary>The only pipeline step: runs a message's validators before its handler.</summary>
/// <exception cref="ValidationException">With every rule that was broken.</exception>
internal sealed class ValidationBehavior<TRequest, TResponse>(IEnumerable<IValidator<TRequest>> validators) : IPipelineBehavior<TRequest, TResponse>
{
    public Task<TResponse> Handle(TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResponse> next)
    {
        var errors = validators.SelectMany(validator => validator.Validate(request).Errors).ToList();
        return errors.Count == 0 ? next() : throw new ValidationException(errors);
    }
}
