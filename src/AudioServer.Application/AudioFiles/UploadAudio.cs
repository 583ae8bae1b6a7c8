using System.IO.Pipelines;
using AudioServer.Application.Verification;
using AudioServer.Domain.AudioFiles;
using AudioServer.Domain.Failures;
using AudioServer.Domain.Verification;
using AutoMapper;
using FluentValidation;
using MediatR;

namespace AudioServer.Application.AudioFiles;

/// <summary>Takes in a file. When this answers, bytes and row are on stable storage.</summary>
/// <param name="Content">The file's bytes and what was promised about them.</param>
/// <param name="Name">As the client sent it; null lets the server name it.</param>
/// <param name="OnConflict">What to do when the name is taken.</param>
/// <param name="Labels">Each <c>key:value</c>.</param>
/// <param name="Wait">Holds the answer for so long until the file is verified; null does not.</param>
/// <param name="OnBroken">What to do when it turns out to be broken meanwhile.</param>
public sealed record UploadAudioCommand(UploadContent Content, string? Name, OnConflict OnConflict, IReadOnlyList<string> Labels, TimeSpan? Wait, OnBroken OnBroken) : IRequest<AudioFileView>;

/// <summary>An upload's bytes on their way.</summary>
/// <param name="Bytes">To be read to its end.</param>
/// <param name="Sha256">Digests the client promised, lower-case hex; each must hold.</param>
/// <param name="AnnouncedSize">Bytes that the request announces for the file; null when it does not tell.</param>
/// <param name="FinishAsync">Reads what follows the file in the request and checks the request as a whole; to be called once, after <paramref name="Bytes"/> has ended and before anything is kept.</param>
public sealed record UploadContent(PipeReader Bytes, IReadOnlyList<string> Sha256, long? AnnouncedSize, Func<CancellationToken, Task> FinishAsync);

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

/// <summary>What an upload that waits does when the file is broken.</summary>
public enum OnBroken
{
    /// <summary>The file is kept, and the answer names it.</summary>
    Keep,

    /// <summary>Nothing is kept, when the verdict comes while the client waits.</summary>
    Discard,
}

internal sealed class UploadAudioValidator : AbstractValidator<UploadAudioCommand>
{
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(60);

    public UploadAudioValidator()
    {
        RuleFor(command => command.Labels).Must(labels => labels.Count <= LabelSet.MaxCount).OverridePropertyName("label").WithMessage($"At most {LabelSet.MaxCount} labels are allowed.");
        RuleFor(command => command.Wait).Must(wait => wait is null || (wait >= TimeSpan.Zero && wait <= MaxWait)).OverridePropertyName("wait").WithMessage("wait is a number of seconds from 0 to 60.");
        RuleFor(command => command.OnBroken).Must((command, onBroken) => onBroken == OnBroken.Keep || command.Wait > TimeSpan.Zero).OverridePropertyName("onbroken").WithMessage("onbroken=discard needs wait: without it the answer comes before the verdict.");
        RuleFor(command => command.OnBroken).Must((command, onBroken) => onBroken == OnBroken.Keep || command.OnConflict != OnConflict.Replace).OverridePropertyName("onbroken").WithMessage("onbroken=discard does not go with onconflict=replace: the file that has the name would be gone as well.");
    }
}

internal sealed class UploadAudioHandler(AudioIngestor ingestor, VerificationWait verification, IMediator mediator, IMapper mapper) : IRequestHandler<UploadAudioCommand, AudioFileView>
{
    public async Task<AudioFileView> Handle(UploadAudioCommand request, CancellationToken cancellationToken)
    {
        var name = request.Name is null ? null : FileName.Parse(request.Name);
        var labels = new LabelSet(request.Labels.Select(LabelSet.Split));
        var stored = await ingestor.IngestAsync(request.Content, name, request.OnConflict, labels, cancellationToken);
        if (request.Wait is not { } wait)
        {
            return mapper.Map<AudioFileView>(stored);
        }

        var file = await verification.ForAsync(stored.Id, wait, cancellationToken) ?? throw new NotFound($"The file {stored.Id} was stored, and has been deleted since.");
        return file.Verification.State == VerificationState.Broken ? throw await RefuseAsync(file, request.OnBroken) : file;
    }

    private async Task<AudioBroken> RefuseAsync(AudioFileView file, OnBroken onBroken)
    {
        if (onBroken == OnBroken.Discard)
        {
            try
            {
                await mediator.Send(new DeleteAudioCommand(FileSelector.ById(file.Id)), CancellationToken.None);
            }
            catch (NotFound)
            {
                // Somebody else was quicker; it is gone all the same.
            }
        }

        var found = file.Verification.FirstFinding;
        var finding = found is null ? null : new Finding(found.Code, found.Severity, found.Message, found.At, found.Byte);
        return new AudioBroken(onBroken == OnBroken.Keep ? file.Id : null, finding, file.Verification.FindingCount);
    }
}
