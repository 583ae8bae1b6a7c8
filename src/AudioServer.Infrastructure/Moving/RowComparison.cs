using System.Collections;
using AudioServer.Domain.AudioFiles;
using AudioServer.Infrastructure.Database;
using AudioServer.Infrastructure.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace AudioServer.Infrastructure.Moving;

/// <summary>Whether the target still has the rows that a move has given it and the source still has them too: all of both, side by side, in the memory of two.</summary>
/// <param name="source">Nobody writes to it.</param>
/// <param name="target">Nor to this.</param>
/// <param name="progress">Is told.</param>
internal sealed class RowComparison(AudioDb source, AudioDb target, MigrationProgress progress)
{
    private const int Told = 1_000;

    private long _compared;

    /// <summary>Of events nothing is asked: they go by themselves when they are a day old.</summary>
    /// <exception cref="VerbRefusedException">A row is not the same on both sides, or on one of them only.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await CompareAsync(MovedRows.Keys, key => key.Name, cancellationToken);
        await CompareAsync(MovedRows.Users, user => $"{user.Id}", cancellationToken);
        await CompareAsync(MovedRows.Tokens, token => $"{token.Id}", cancellationToken);
        await CompareAsync(MovedRows.Sessions, session => session.Hash, cancellationToken);
        await CompareAsync(MovedRows.Files, file => $"{file.Id}", cancellationToken);
        await CompareAsync(MovedRows.Labels, label => $"{label.AudioFileId} {label.Key}", cancellationToken);
        await CompareAsync(MovedRows.Reports, report => $"{report.AudioFileId}", cancellationToken);
    }

    /// <summary>A lease is ended where SQLite is opened, as a move does.</summary>
    private static bool IsCompared(IProperty column) => !column.IsShadowProperty() && column.Name != nameof(AudioFile.LeaseUntil);

    private static object? Stored(IProperty column, object row)
    {
        var value = column.GetGetter().GetClrValue(row);
        return value is not null && column.GetTypeMapping().Converter is { } converter ? converter.ConvertToProvider(value) : value;
    }

    private static async Task<T?> NextAsync<T>(IAsyncEnumerator<T> rows)
        where T : class => await rows.MoveNextAsync() ? rows.Current : null;

    private async Task CompareAsync<T>(Func<AudioDb, IOrderedQueryable<T>> rows, Func<T, string> key, CancellationToken cancellationToken)
        where T : class
    {
        var table = source.Model.FindEntityType(typeof(T))!;
        var columns = table.GetProperties().Where(IsCompared).ToList();
        await using var ours = rows(source).AsNoTracking().AsAsyncEnumerable().GetAsyncEnumerator(cancellationToken);
        await using var theirs = rows(target).AsNoTracking().AsAsyncEnumerable().GetAsyncEnumerator(cancellationToken);
        while (true)
        {
            var our = await SourceFailedException.MarkAsync(() => NextAsync(ours));
            var their = await NextAsync(theirs);
            if (our is null && their is null)
            {
                return;
            }

            if (our is null || their is null || !columns.TrueForAll(column => StructuralComparisons.StructuralEqualityComparer.Equals(Stored(column, our), Stored(column, their))))
            {
                throw Refused(table.GetTableName()!, new[] { our, their }.OfType<T>().Select(key).Min(StringComparer.Ordinal)!);
            }

            if (++_compared % Told == 0)
            {
                progress.Tell("rows compared", _compared, null);
            }
        }
    }

    private static VerbRefusedException Refused(string table, string key) => new(
        $"The target is not empty, and its rows are not those of the source: {table} differs, first at {key}. It is another installation's, or one of the two was worked on after a move. Nothing was changed. Where nothing of the target is needed, empty its database and its store, and run this again.");
}
