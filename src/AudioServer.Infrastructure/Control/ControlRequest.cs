using AudioServer.Application.Maintenance;
using AudioServer.Application.Verification;
using MediatR;

namespace AudioServer.Infrastructure.Control;

/// <summary>What may be asked of a running server through its control socket: exactly one of these.</summary>
internal sealed record ControlRequest(ReconcileCommand? Reconcile = null, RequestVerificationsCommand? RequestVerifications = null, GetVerificationSummaryQuery? GetVerificationSummary = null)
{
    public static ControlRequest Of(IBaseRequest message) => message switch
    {
        ReconcileCommand reconcile => new(Reconcile: reconcile),
        RequestVerificationsCommand request => new(RequestVerifications: request),
        GetVerificationSummaryQuery query => new(GetVerificationSummary: query),
        _ => throw new ArgumentException($"{message.GetType().Name} is no operator's verb.", nameof(message)),
    };

    /// <exception cref="InvalidOperationException">Nothing is asked.</exception>
    public async Task<object> SendAsync(IMediator mediator, CancellationToken cancellationToken) => this switch
    {
        { Reconcile: { } reconcile } => await mediator.Send(reconcile, cancellationToken),
        { RequestVerifications: { } request } => await mediator.Send(request, cancellationToken),
        { GetVerificationSummary: { } query } => await mediator.Send(query, cancellationToken),
        _ => throw new InvalidOperationException("The request asks nothing."),
    };
}
