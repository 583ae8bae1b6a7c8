using System.Linq.Expressions;
using AudioServer.Application.Ports;
using AudioServer.Domain.AudioFiles;
using AudioServer.Domain.Failures;
using Microsoft.EntityFrameworkCore;

namespace AudioServer.Application.AudioFiles;

/// <summary>Which of the caller's files a request is about: by its id or by its name, one implementation for both.</summary>
public sealed record FileSelector
{
    private FileSelector(Guid? id, FileName? name) => (Id, Name) = (id, name?.Value);

    /// <summary>Null: it is chosen by its name.</summary>
    public Guid? Id { get; }

    /// <summary>Null: it is chosen by its id.</summary>
    public string? Name { get; }

    public static FileSelector ById(Guid id) => new(id, null);

    /// <exception cref="InvalidName">No file can have this name.</exception>
    public static FileSelector ByName(string name) => new(null, FileName.Parse(name));

    /// <summary>The caller's file, and nobody else's: ownership stands in the query.</summary>
    public IQueryable<AudioFile> In(IQueryable<AudioFile> files, ICaller caller)
    {
        var (owner, id, name) = (caller.OwnerId, Id, Name);
        Expression<Func<AudioFile, bool>> isIt = name is null
            ? file => file.OwnerId == owner && file.Id == id
            : file => file.OwnerId == owner && file.Name == name;
        return files.Where(isIt);
    }

    /// <summary>The caller's file with its labels, to be changed.</summary>
    /// <exception cref="NotFound">The caller has no such file.</exception>
    public async Task<AudioFile> LoadAsync(IAudioDb db, ICaller caller, CancellationToken cancellationToken) =>
        await In(db.AudioFiles, caller).Include(file => file.Labels).SingleOrDefaultAsync(cancellationToken) ?? throw NotFound();

    public NotFound NotFound() => new(Name is null ? $"There is no file with the id {Id}." : $"There is no file named \"{Name}\".");
}
