using AudioServer.Application.AudioFiles;
using AudioServer.Domain.AudioFiles;
using AudioServer.Domain.Failures;
using AudioServer.Infrastructure.Events;
using AudioServer.Infrastructure.Telemetry;
using AudioServer.Infrastructure.Verification;
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
    /// <summary>The full-text index.</summary>
    public DbSet<SearchRow> Search => Set<SearchRow>();

    public override Task<AudioFile?> TakeFirstAsync(IOrderedQueryable<AudioFile> files, CancellationToken cancellationToken) => files.FirstOrDefaultAsync(cancellationToken);

    public override Task<IQueryable<AudioFile>> ChooseIndexAsync(IQueryable<AudioFile> files, AudioFilter filter, SortKey? order, CancellationToken cancellationToken) =>
        new SqliteIndexChoice(this, filter).MakeAsync(files, order, cancellationToken);

    public override Task<long> LastNumberAsync(CancellationToken cancellationToken) =>
        Database.SqlQuery<long>($"SELECT coalesce(max(seq), 0) AS \"Value\" FROM sqlite_sequence WHERE name = 'AudioEvents'").SingleAsync(cancellationToken);

    public override async Task KeepNumbersAsync(long last, Func<Task> add)
    {
        await add();
        if (last > await LastNumberAsync(CancellationToken.None))
        {
            // SQLite's own table of what AUTOINCREMENT has given, which has a row for each table that ever had one.
            await Database.ExecuteSqlAsync($"DELETE FROM sqlite_sequence WHERE name = 'AudioEvents'");
            await Database.ExecuteSqlAsync($"INSERT INTO sqlite_sequence (name, seq) VALUES ('AudioEvents', {last})");
        }
    }

    protected override IQueryable<AudioFile> WhereNameLike(IQueryable<AudioFile> files, IReadOnlyList<string> texts)
    {
        // GLOB compares ordinally, as names do; what else it gives a meaning to is put in brackets. The bounds that SQLite would draw from it by itself would go before
        // a cursor's, so they are said apart: from the text before the first star to that text with more behind it than a name can hold.
        var glob = string.Join('*', texts).Replace("[", "[[]", StringComparison.Ordinal).Replace("?", "[?]", StringComparison.Ordinal);
        var first = texts[0];
        var last = first + string.Concat(Enumerable.Repeat("\U0010FFFF", 1 + (FileName.MaxBytes / 4)));
#pragma warning disable CA1309 // The form that EF Core translates; in the database it is ordinal.
        return files.Where(file => string.Compare(file.Name, first) >= 0 && string.Compare(file.Name, last) <= 0 && EF.Functions.Glob(file.Name + "", glob));
#pragma warning restore CA1309
    }

    protected override async Task<bool> WriteAsync(CancellationToken cancellationToken)
    {
        // Contexts are pooled, so these come from the application's services and not through the constructor.
        var news = SaveNews.Of(ChangeTracker);
        using (await this.GetService<SqliteWriteGate>().EnterAsync(cancellationToken))
        {
            try
            {
                if (!await SaveWithinQuotaAsync())
                {
                    return false;
                }
            }
            catch (Exception full) when ((full as SqliteException ?? full.InnerException) is SqliteException { SqliteErrorCode: raw.SQLITE_FULL })
            {
                // EF Core wraps what a statement throws, not what the commit throws; and pages are written at the commit.
                throw new StorageFull(full);
            }
            catch (SqliteException busy) when (busy.SqliteErrorCode == raw.SQLITE_BUSY)
            {
                // A transaction that cannot begin reaches no interceptor.
                InfrastructureTelemetry.DatabaseFailed();
                throw;
            }
        }

        news.Tell(this.GetService<EventBus>(), this.GetService<WorkSignal>());
        return true;
    }

    protected override bool IsNameTaken(DbUpdateException conflict) =>
        conflict.InnerException is SqliteException { SqliteExtendedErrorCode: raw.SQLITE_CONSTRAINT_UNIQUE } unique
        && (unique.Message.Contains("AudioFiles.Name", StringComparison.Ordinal) || unique.Message.Contains("Users.NameKey", StringComparison.Ordinal));

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
    public sealed class SearchRow
    {
        public long RowId { get; set; }

        /// <summary>The hidden column of the table's own name; compared with a string it means MATCH.</summary>
        public string Match { get; set; } = "";
    }
}
