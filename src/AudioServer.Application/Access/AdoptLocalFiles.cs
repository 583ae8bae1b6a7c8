using AudioServer.Application.Ports;
using AudioServer.Domain;
using AudioServer.Domain.AudioFiles;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AudioServer.Application.Access;

/// <summary>Hands every file of the built-in user, written while no account was asked for, to a user. A name that the user has already gets a number. For operators.</summary>
public sealed record AdoptLocalFilesCommand(string Username) : IRequest<Adoption>;

/// <param name="Files">Handed over.</param>
/// <param name="Renamed">Of them, those that got another name.</param>
public sealed record Adoption(int Files, int Renamed);

internal sealed class AdoptLocalFilesHandler(IAudioDb db, AccessLog log, TimeProvider time) : IRequestHandler<AdoptLocalFilesCommand, Adoption>
{
    /// <summary>Rows of one transaction: others write in between.</summary>
    private const int Portion = 200;

    public async Task<Adoption> Handle(AdoptLocalFilesCommand request, CancellationToken cancellationToken)
    {
        var user = await db.LoadUserAsync(request.Username, cancellationToken);
        var (files, renamed) = (0, 0);
        while (await db.AudioFiles.Where(file => file.OwnerId == Owners.Local).OrderBy(file => file.Id).Take(Portion).ToListAsync(cancellationToken) is { Count: > 0 } portion)
        {
            var taken = await TakenAsync(user.Id, portion, cancellationToken);
            var others = 0;
            foreach (var file in portion)
            {
                var name = FreeName(FileName.Parse(file.Name), taken);
                others += name.Value == file.Name ? 0 : 1;
                taken.Add(name.Value);
                file.HandOver(user.Id, name, time.GetUtcNow());
            }

            // Again when something came between: a rename, a delete, a verdict.
            if (await db.SaveAsync(cancellationToken) == SaveOutcome.Saved)
            {
                (files, renamed) = (files + portion.Count, renamed + others);
            }
        }

        log.FilesAdopted(files, user.Name);
        return new Adoption(files, renamed);
    }

    /// <summary>The names that the user has already, of those that come and of their numbered forms.</summary>
    private async Task<HashSet<string>> TakenAsync(Guid userId, List<AudioFile> portion, CancellationToken cancellationToken)
    {
        var names = portion.ConvertAll(file => file.Name);
        var taken = await db.AudioFiles.AsNoTracking().Where(file => file.OwnerId == userId && names.Contains(file.Name)).Select(file => file.Name).ToListAsync(cancellationToken);
        return taken.Count == 0 ? [] : [.. await db.AudioFiles.AsNoTracking().Where(file => file.OwnerId == userId).Select(file => file.Name).ToListAsync(cancellationToken)];
    }

    private static FileName FreeName(FileName name, HashSet<string> taken)
    {
        var free = name;
        for (var number = 2; taken.Contains(free.Value); number++)
        {
            free = name.Numbered(number);
        }

        return free;
    }
}
