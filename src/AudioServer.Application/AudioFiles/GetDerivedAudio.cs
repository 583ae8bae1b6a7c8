using System.Globalization;
using System.Linq.Expressions;
using AudioServer.Application.Ports;
using AudioServer.Domain.AudioFiles;
using AudioServer.Domain.Derived;
using AudioServer.Domain.Failures;
using AudioServer.Domain.Pcm;
using FluentValidation;
using MediatR;

namespace AudioServer.Application.AudioFiles;

/// <summary>A part of a file, or the file in another format, as a finished file of its own: made once, then kept while there is room.</summary>
public sealed record GetDerivedAudioQuery(FileSelector File, DerivedWish Wish) : IRequest<AudioContent>;

internal sealed class GetDerivedAudioValidator : AbstractValidator<GetDerivedAudioQuery>
{
    public GetDerivedAudioValidator()
    {
        RuleFor(query => query.Wish.From).GreaterThanOrEqualTo(0).OverridePropertyName("from").WithMessage("from is a time in seconds, 0 or more.");
        RuleFor(query => query.Wish).Must(wish => wish.To > (wish.From ?? 0)).When(query => query.Wish.To is not null).OverridePropertyName("to").WithMessage("to is a time in seconds behind from.");
        RuleFor(query => query.Wish.SampleRate).InclusiveBetween(1_000, 384_000).OverridePropertyName("samplerate").WithMessage("samplerate is from 1000 to 384000 Hz.");
        RuleFor(query => query.Wish.Channels).InclusiveBetween(1, 8).OverridePropertyName("channels").WithMessage("channels is from 1 to 8.");
    }
}

internal sealed class GetDerivedAudioHandler(IAudioDb db, IBlobStore blobs, ICaller caller, IAudioConverter converter, IDerivedCache cache) : IRequestHandler<GetDerivedAudioQuery, AudioContent>
{
    private static readonly Expression<Func<AudioFile, AudioFile>> Whole = file => file;

    public async Task<AudioContent> Handle(GetDerivedAudioQuery request, CancellationToken cancellationToken)
    {
        // As with a download: when a replace or delete takes the bytes away, the row, read again, tells what is true now.
        for (var attempt = 1; ; attempt++)
        {
            var file = await db.ReadAsync(request.File, caller.OwnerId, Whole, cancellationToken) ?? throw request.File.NotFound();
            var derivation = Derivation.Plan(
                request.Wish,
                new DerivedSource(file.SampleRate, file.Channels, PcmEncodings.NativeTo(file.SampleFormat, file.BitsPerSample), file.SampleCount));
            if (await cache.GetOrMakeAsync(new DerivedKey(file.Id, derivation.Key), (path, unwanted) => MakeAsync(file, derivation, path, unwanted), cancellationToken) is { } derived)
            {
                var name = FileName.Parse(file.Name).Derived(PartOf(request.Wish), derivation.Format.Extension()).Value;
                return new AudioContent(derived.Bytes, name, derivation.Format.ContentType(), derived.Size, derived.Sha256, derived.Duration, derived.MadeAt);
            }

            if (attempt == 3)
            {
                throw new InvalidOperationException($"The bytes of {file.Id} are missing from the blob store.");
            }
        }
    }

    private async Task<double?> MakeAsync(AudioFile file, Derivation derivation, string path, CancellationToken cancellationToken)
    {
        using var source = await blobs.OpenLocalAsync(file.BlobKey, cancellationToken);
        if (source is null)
        {
            return null;
        }

        var conversion = await converter.ConvertAsync(new ConversionRequest(source.Path, file.Demuxer, derivation, path), cancellationToken);
        return conversion.End switch
        {
            ConversionEnd.Done => (double)conversion.SampleCount / derivation.SampleRate,
            ConversionEnd.NothingThere => throw Derivation.StartsBehindTheEnd(),
            ConversionEnd.OutOfBounds => throw new UnsupportedConversion("The result would be larger, or take longer to make, than this server allows; ask for a shorter part."),
            _ => throw new UnsupportedConversion($"This file ({file.Codec}) cannot be made into {derivation.Format.Extension()} as asked: it does not decode here, or not to what the format can hold."),
        };
    }

    /// <summary>"12.5-20", or null when all of the file is wanted.</summary>
    private static string? PartOf(DerivedWish wish) => wish is { From: null, To: null }
        ? null
        : string.Create(CultureInfo.InvariantCulture, $"{wish.From ?? 0:0.######}-{(wish.To is { } to ? to.ToString("0.######", CultureInfo.InvariantCulture) : "end")}");
}
