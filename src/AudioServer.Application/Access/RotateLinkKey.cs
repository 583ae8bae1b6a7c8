using MediatR;

namespace AudioServer.Application.Access;

/// <summary>Ends every signed link there is. For operators.</summary>
public sealed record RotateLinkKeyCommand : IRequest;

internal sealed class RotateLinkKeyHandler(LinkSigner signer, AccessLog log) : AsyncRequestHandler<RotateLinkKeyCommand>
{
    protected override async Task Handle(RotateLinkKeyCommand request, CancellationToken cancellationToken)
    {
        await signer.RotateAsync(cancellationToken);
        log.LinkKeyRotated();
    }
}
