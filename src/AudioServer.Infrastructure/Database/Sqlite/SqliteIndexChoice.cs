using AudioServer.Application.AudioFiles;
using AudioServer.Domain.AudioFiles;
using Microsoft.EntityFrameworkCore;

namespace AudioServer.Infrastructure.Database.Sqlite;

/// <summary>
/// Chooses the index of a list, which SQLite's planner, keeping no histograms, gets wrong both ways. Where a part of the filter has an index of its own
/// and finds few files by it, those are read and sorted; else the index of the order is walked, and what does not match is passed over.
/// How many a part finds is counted in its index, no further than matters.
/// </summary>
internal sealed class SqliteIndexChoice(SqliteAudioDb db, AudioFilter filter)
{
    /// <summary>So many files are read and sorted as quickly as some ten thousand are passed over.</summary>
    private const int Few = 2000;

    /// <summary>The shortest text that the trigram index can find.</summary>
    private const int TrigramLength = 3;

    public async Task<IQueryable<AudioFile>> MakeAsync(IQueryable<AudioFile> files, SortKey? order, CancellationToken cancellationToken)
    {
        var walk = order is { } key ? ClauseOf(key) : null;
        var parts = Parts(files).Where(part => part.Clause != walk).ToList();
        foreach (var part in parts)
        {
            if (await part.Found.Take(Few + 1).CountAsync(cancellationToken) <= Few)
            {
                return part.Files.TagWith(SqliteIndexHints.Tag(part.Clause));
            }
        }

        // Without an order there is nothing to walk, and many are found quickest by whatever finds them.
        return walk is null ? parts.FirstOrDefault()?.Files ?? files : files.TagWith(SqliteIndexHints.Tag(walk));
    }

    private static string ClauseOf(SortKey order) => order switch
    {
        SortKey.Created => "INDEXED BY \"IX_AudioFiles_OwnerId_CreatedAt_Id\"",
        SortKey.Name => "INDEXED BY \"IX_AudioFiles_OwnerId_Name\"",
        SortKey.Duration => "INDEXED BY \"IX_AudioFiles_OwnerId_Duration_Id\"",
        SortKey.Size => "INDEXED BY \"IX_AudioFiles_OwnerId_Size_Id\"",
        _ => throw new ArgumentOutOfRangeException(nameof(order)),
    };

    private IEnumerable<Part> Parts(IQueryable<AudioFile> files)
    {
        if (filter.Name is { } name)
        {
            var literal = name.Split('*')[0];
            if (literal.Length > 0)
            {
                yield return Range(SortKey.Name, literal == name ? files.Where(file => file.Name == name) : db.WhereNameLike(files, literal + "*"));
            }
        }

        foreach (var (key, value) in filter.Labels)
        {
            var found = db.Labels.Where(label => label.Key == key && label.Value == value).Select(label => label.AudioFileId);

            // By the index that the unique key on Id is.
            yield return new Part("INDEXED BY \"sqlite_autoindex_AudioFiles_1\"", found.Select(_ => 1), files.Where(file => found.Contains(file.Id)));
        }

        if (filter.Text is { } text && text.EnumerateRunes().Count() >= TrigramLength && !text.Contains('\0', StringComparison.Ordinal))
        {
            // In FTS5's query language a quoted string is a phrase, and of trigrams a phrase is a substring.
            var phrase = $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
            var found = db.Search.Where(row => row.Match == phrase).Select(row => row.RowId);

            // Row numbers need no index, and this forbids every other.
            yield return new Part("NOT INDEXED", found.Select(_ => 1), files.Where(file => found.Contains(EF.Property<long>(file, "Row"))));
        }

        if ((filter.MinDuration ?? filter.MaxDuration) is not null)
        {
            yield return Range(SortKey.Duration, filter.WhereDuration(files));
        }

        if ((filter.MinSize ?? filter.MaxSize) is not null)
        {
            yield return Range(SortKey.Size, filter.WhereSize(files));
        }

        if ((filter.CreatedAfter ?? filter.CreatedBefore) is not null)
        {
            yield return Range(SortKey.Created, filter.WhereCreated(files));
        }

        // What is in range is told by the whole filter anyway.
        Part Range(SortKey key, IQueryable<AudioFile> found) => new(ClauseOf(key), found.TagWith(SqliteIndexHints.Tag(ClauseOf(key))).Select(_ => 1), files);
    }

    /// <summary>A part of a filter that an index answers.</summary>
    /// <param name="Clause">Makes SQLite use the index.</param>
    /// <param name="Found">One row for each of its entries, read from it alone.</param>
    /// <param name="Files">No others than those found, or all, where the filter itself tells.</param>
    private sealed record Part(string Clause, IQueryable<int> Found, IQueryable<AudioFile> Files);
}
