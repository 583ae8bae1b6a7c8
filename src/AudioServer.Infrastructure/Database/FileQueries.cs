using System.Collections.Concurrent;
using System.Linq.Expressions;
using AudioServer.Application.AudioFiles;
using AudioServer.Domain.AudioFiles;
using Microsoft.EntityFrameworkCore;

namespace AudioServer.Infrastructure.Database;

/// <summary>
/// The queries for one file, compiled once for each projection: EF Core would otherwise go through the whole expression at each request, which for a file's view is hundreds
/// of nodes, only to find the plan it has for it already. Of one model, so of one server.
/// </summary>
internal sealed class FileQueries
{
    /// <summary>Far more than the code has. A projection that is written where it is used is a new one each time.</summary>
    private const int Most = 64;

    private readonly ConcurrentDictionary<(LambdaExpression Projection, bool IsByName), Delegate> _compiled = new();

    public Task<T?> ReadAsync<T>(AudioDb db, FileSelector file, Guid ownerId, Expression<Func<AudioFile, T>> projection, CancellationToken cancellationToken)
        where T : class => file.Name is { } name
        ? Compiled((projection, true), () => EF.CompileAsyncQuery((AudioDb context, Guid owner, string wanted, CancellationToken _) =>
            context.AudioFiles.AsNoTracking().Where(row => row.OwnerId == owner && row.Name == wanted).Select(projection).SingleOrDefault()))(db, ownerId, name, cancellationToken)
        : Compiled((projection, false), () => EF.CompileAsyncQuery((AudioDb context, Guid owner, Guid? wanted, CancellationToken _) =>
            context.AudioFiles.AsNoTracking().Where(row => row.OwnerId == owner && row.Id == wanted).Select(projection).SingleOrDefault()))(db, ownerId, file.Id, cancellationToken);

    private TQuery Compiled<TQuery>((LambdaExpression Projection, bool IsByName) key, Func<TQuery> compile)
        where TQuery : Delegate
    {
        if (_compiled.TryGetValue(key, out var compiled))
        {
            return (TQuery)compiled;
        }

        return _compiled.Count < Most ? (TQuery)_compiled.GetOrAdd(key, _ => compile()) : throw new InvalidOperationException($"A projection has to be kept: this one is made anew for each query. {key.Projection}");
    }
}
