using AudioServer.Application.Ports;
using AudioServer.Domain;
using AudioServer.Domain.AudioFiles;
using AudioServer.Domain.Failures;
using AutoMapper;
using MediatR;

namespace AudioServer.Application.AudioFiles;

/// <summary>Renames a file, changes its labels, or both.</summary>
/// <param name="File">Which.</param>
/// <param name="Name">The new name; null keeps it.</param>
/// <param name="Labels">How the labels change; null keeps them.</param>
public sealed record ChangeAudioCommand(FileSelector File, string? Name, LabelPatch? Labels) : IRequest<AudioFileView>;

/// <summary>A merge patch (RFC 7396) of labels.</summary>
/// <param name="Clear">All labels go first.</param>
/// <param name="Changes">Key → new value, or null to remove the label.</param>
public sealed record LabelPatch(bool Clear, IReadOnlyDictionary<string, string?> Changes)
{
    internal LabelSet ApplyTo(IEnumerable<AudioFileLabel> labels)
    {
        var changed = Changes.Keys.Select(UnicodeText.Normalise).ToHashSet();
        var kept = labels.Where(label => !Clear && !changed.Contains(label.Key)).Select(label => KeyValuePair.Create(label.Key, label.Value));
        return new LabelSet(kept.Concat(Changes.Where(change => change.Value is not null).Select(change => KeyValuePair.Create(change.Key, change.Value!))));
    }
}

internal sealed class ChangeAudioHandler(IAudioDb db, ICaller caller, TimeProvider time, IMapper mapper) : IRequestHandler<ChangeAudioCommand, AudioFileView>
{
    public async Task<AudioFileView> Handle(ChangeAudioCommand request, CancellationToken cancellationToken)
    {
        var newName = request.Name is null ? null : FileName.Parse(request.Name);
        while (true)
        {
            var file = await request.File.LoadAsync(db, caller, cancellationToken);
            if (newName is not null && newName.Value != file.Name)
            {
                file.Rename(newName, time.GetUtcNow());
            }

            if (request.Labels is not null)
            {
                file.Relabel(request.Labels.ApplyTo(file.Labels), time.GetUtcNow());
            }

            switch (await db.SaveAsync(cancellationToken))
            {
                case SaveOutcome.Saved:
                    return mapper.Map<AudioFileView>(file);
                case SaveOutcome.NameTaken:
                    throw await NameHolder.FindAsync(db, caller, newName!.Value, cancellationToken) ?? (Failure)new Unavailable("The name was taken and became free again meanwhile; try again.");
            }

            // Somebody else's change came first: this one is made again on what that left, if anything. Each round one of them is done, so all end.
        }
    }
}
