using AudioServer.Domain.AudioFiles;
using AudioServer.Domain.Failures;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using SQLitePCL;

namespace AudioServer.Infrastructure.Database.Sqlite;

/// <summary>
/// The model on SQLite. Writers pass one gate: the bundled SQLite can corrupt its WAL when two connections write or checkpoint at once,
/// and waiting in line is faster than retrying on a busy database.
/// </summary>
internal sealed class SqliteAudioDb(DbContextOptions<SqliteAudioDb> options) : AudioDb(options)
{
    /// <summary>The shortest text that the trigram index can find.</summary>
    private const int TrigramLength = 3;

    private DbSet<SearchRow> Search => Set<SearchRow>();

    public override IQueryable<AudioFile> WhereNameLike(IQueryable<AudioFile> files, string pattern)
    {
        // GLOB compares ordinally, as names do; what else it gives a meaning to is put in brackets.
        var glob = pattern.Replace("[", "[[]", StringComparison.Ordinal).Replace("?", "[?]", StringComparison.Ordinal);
        return files.Where(file => EF.Functions.Glob(file.Name, glob));
    }

    public override IQueryable<AudioFile> WhereTextHolds(IQueryable<AudioFile> files, string folded)
    {
        if (folded.EnumerateRunes().Count() < TrigramLength)
        {
            return files.Where(file => file.SearchText.Contains(folded));
        }

        // In FTS5's query language a quoted string is a phrase, and of trigrams a phrase is a substring.
        var phrase = $"\"{folded.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
        return files.Where(file => Search.Where(row => row.Match == phrase).Select(row => row.RowId).Contains(EF.Property<long>(file, "Row")));
    }

    protected override async Task WriteAsync(CancellationToken cancellationToken)
    {
        // Contexts are pooled, so the gate comes from the application's services and not through the constructor.
        using (await this.GetService<SqliteWriteGate>().EnterAsync(cancellationToken))
        {
            try
            {
                // Once begun, a commit is seen through: a cancelled one would leave its outcome unknown.
                await SaveChangesAsync(CancellationToken.None);
            }
            catch (Exception full) when ((full as SqliteException ?? full.InnerException) is SqliteException { SqliteErrorCode: raw.SQLITE_FULL })
            {
                // EF Core wraps what a statement throws, not what the commit throws; and pages are written at the commit.
                throw new StorageFull(full);
            }
        }
    }

    protected override bool IsNameTaken(DbUpdateException conflict) =>
        conflict.InnerException is SqliteException { SqliteExtendedErrorCode: raw.SQLITE_CONSTRAINT_UNIQUE } unique
        && unique.Message.Contains("AudioFiles.Name", StringComparison.Ordinal);

    protected override bool IsLabelThere(DbUpdateException conflict) =>
        conflict.InnerException is SqliteException { SqliteExtendedErrorCode: raw.SQLITE_CONSTRAINT_PRIMARYKEY or raw.SQLITE_CONSTRAINT_FOREIGNKEY };

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);

        // The full-text index refers to rows by number, and only an INTEGER PRIMARY KEY keeps its numbers through VACUUM and restore.
        modelBuilder.Entity<AudioFile>(file =>
        {
            file.Property<long>("Row").ValueGeneratedOnAdd();
            file.HasKey("Row");
            file.HasAlternateKey(row => row.Id);
        });

        modelBuilder.Entity<SearchRow>(search =>
        {
            // Created by hand in the first migration, kept in step by triggers.
            search.ToTable("AudioSearch", table => table.ExcludeFromMigrations());
            search.HasKey(row => row.RowId);
            search.Property(row => row.RowId).HasColumnName("rowid");
            search.Property(row => row.Match).HasColumnName("AudioSearch");
        });
    }

    /// <summary>A row of the FTS5 table <c>AudioSearch</c>.</summary>
    private sealed class SearchRow
    {
        public long RowId { get; set; }

        /// <summary>The hidden column of the table's own name; compared with a string it means MATCH.</summary>
        public string Match { get; set; } = "";
    }
}
