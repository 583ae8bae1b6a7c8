using System.Globalization;
using AudioServer.Application.AudioFiles;
using AudioServer.Application.Ports;
using AudioServer.Domain.Access;
using AudioServer.Domain.Failures;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AudioServer.Application.Access;

/// <summary>Makes an address by which anybody can have one content for a time.</summary>
/// <param name="File">Which.</param>
/// <param name="ExpiresIn">Seconds from now.</param>
/// <param name="Disposition"><c>attachment</c> or <c>inline</c>; null: as the content's own default.</param>
/// <param name="From">Seconds at which a slice begins; null: at the beginning.</param>
/// <param name="To">Seconds at which it ends; null: at the end.</param>
public sealed record CreateLinkCommand(FileSelector File, long ExpiresIn, string? Disposition, double? From, double? To) : IRequest<SignedLink>;

/// <param name="Path">Path and query.</param>
/// <param name="ExpiresAt">When it ends.</param>
public sealed record SignedLink(string Path, DateTimeOffset ExpiresAt);

internal sealed class CreateLinkValidator : AbstractValidator<CreateLinkCommand>
{
    private const long Year = 365 * 24 * 3600;

    /// <summary>Longer than any audio.</summary>
    private const double MaxSeconds = 1e9;

    public CreateLinkValidator()
    {
        RuleFor(command => command.ExpiresIn).InclusiveBetween(1, Year).OverridePropertyName("expiresIn").WithMessage($"expiresIn is from 1 to {Year} seconds.");
        RuleFor(command => command.Disposition).Must(disposition => disposition is null or "attachment" or "inline").OverridePropertyName("disposition").WithMessage("disposition is attachment or inline.");
        RuleFor(command => command.From).InclusiveBetween(0, MaxSeconds).OverridePropertyName("from").WithMessage("from is a time in seconds, 0 or more.");
        RuleFor(command => command).Must(command => command.To > (command.From ?? 0) && command.To <= MaxSeconds).When(command => command.To is not null).OverridePropertyName("to").WithMessage("to is a time in seconds behind from.");
    }
}

internal sealed class CreateLinkHandler(IAudioDb db, LinkSigner signer, ICaller caller, AccessLog log, TimeProvider time) : IRequestHandler<CreateLinkCommand, SignedLink>
{
    public async Task<SignedLink> Handle(CreateLinkCommand request, CancellationToken cancellationToken)
    {
        var id = await request.File.In(db.AudioFiles.AsNoTracking(), caller).Select(file => (Guid?)file.Id).SingleOrDefaultAsync(cancellationToken) ?? throw request.File.NotFound();
        var expires = time.GetUtcNow().ToUnixTimeSeconds() + request.ExpiresIn;
        Prove(DateTimeOffset.FromUnixTimeSeconds(expires));
        string?[] parameters =
        [
            request.Disposition is { } disposition ? $"disposition={disposition}" : null,
            request.From is { } from ? $"from={Decimal(from)}" : null,
            request.To is { } to ? $"to={Decimal(to)}" : null,
            $"expires={expires}",
        ];
        var query = string.Join('&', parameters.OfType<string>());
        var signature = await signer.SignAsync(id, query, cancellationToken);
        var expiresAt = DateTimeOffset.FromUnixTimeSeconds(expires);
        log.LinkCreated(id, caller.OwnerId, expiresAt);
        return new SignedLink($"/api/v1/audio/{id}/content?{query}&signature={signature}", expiresAt);
    }

    /// <summary>A link reads, and is a credential: it can do no more, and lasts no longer, than what it was made by.</summary>
    private void Prove(DateTimeOffset expires)
    {
        if (!caller.Scopes.HasFlag(AccessScopes.Read))
        {
            throw new InsufficientScope("A link opens content to be read: making one needs the scope read as well.");
        }

        if (caller.Until < expires)
        {
            throw new InsufficientScope("A token that expires makes only links that expire no later: send a shorter expiresIn.");
        }
    }

    /// <summary>As parameters are read: digits, and no exponent.</summary>
    private static string Decimal(double seconds) => seconds.ToString("0.############", CultureInfo.InvariantCulture);
}
