using System.IO.Pipelines;
using AudioServer.Domain.AudioFiles;
using AutoMapper;
using FluentValidation;
using MediatR;

namespace AudioServer.Application.AudioFiles;

/// <summary>Takes in a file. When this answers, bytes and row are on stable storage.</summary>
/// <param name="Content">The file's bytes and what was promised about them.</param>
/// <param name="Name">As the client sent it; null lets the server name it.</param>
/// <param name="OnConflict">What to do when the name is taken.</param>
/// <param name="Labels">Each <c>key:value</c>.</param>
public sealed record UploadAudioCommand(UploadContent Content, string? Name, OnConflict OnConflict, IReadOnlyList<string> Labels) : IRequest<AudioFileView>;

/// <summary>An upload's bytes on their way.</summary>
/// <param name="Bytes">To be read to its end.</param>
/// <param name="Sha256">Digests the client promised, lower-case hex; each must hold.</param>
/// <param name="FinishAsync">Reads what follows the file in the request and checks the request as a whole; to be called once, after <paramref name="Bytes"/> has ended and before anything is kept.</param>
public sealed record UploadContent(PipeReader Bytes, IReadOnlyList<string> Sha256, Func<CancellationToken, Task> FinishAsync);

/// <summary>What an upload does when its name is taken.</summary>
public enum OnConflict
{
    /// <summary>It is refused.</summary>
    Fail,

    /// <summary>It gets a number: <c>take (2).wav</c>.</summary>
    Rename,

    /// <summary>It takes the name under a new id; the file that had it is removed in the same instant.</summary>
    Replace,
}

internal sealed class UploadAudioValidator : AbstractValidator<UploadAudioCommand>
{
    public UploadAudioValidator() =>
        RuleFor(command => command.Labels).Must(labels => labels.Count <= LabelSet.MaxCount).OverridePropertyName("label").WithMessage($"At most {LabelSet.MaxCount} labels are allowed.");
}

internal sealed class UploadAudioHandler(AudioIngestor ingestor, IMapper mapper) : IRequestHandler<UploadAudioCommand, AudioFileView>
{
    public async Task<AudioFileView> Handle(UploadAudioCommand request, CancellationToken cancellationToken)
    {
        // Everything that can be refused is refused before the body is read.
        var name = request.Name is null ? null : FileName.Parse(request.Name);
        var labels = new LabelSet(request.Labels.Select(LabelSet.Split));
        if (name is not null && request.OnConflict == OnConflict.Fail && await ingestor.FindHolderAsync(name, cancellationToken) is { } holder)
        {
            throw holder;
        }

        var file = await ingestor.IngestAsync(request.Content, name, request.OnConflict, labels, cancellationToken);
        return mapper.Map<AudioFileView>(file);
    }
}
