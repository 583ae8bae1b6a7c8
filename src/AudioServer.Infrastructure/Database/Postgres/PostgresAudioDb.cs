using AudioServer.Application.AudioFiles;
using AudioServer.Domain.AudioFiles;
using AudioServer.Domain.Failures;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace AudioServer.Infrastructure.Database.Postgres;

/// <summary>
/// The model on PostgreSQL, where many nodes write at once. What they must agree on stands in the schema: unique indexes, and triggers that count, number events in
/// the order of their commits, and notify. Text is compared by its bytes, as SQLite does.
/// </summary>
internal sealed class PostgresAudioDb : AudioDb
{
    /// <summary>How often a save that PostgreSQL gave up for another's sake is begun.</summary>
    private const int MaxAttempts = 5;

    private const string ByBytes = "C";

    public PostgresAudioDb(DbContextOptions<PostgresAudioDb> options)
        : base(options) =>
        Database.AutoSavepointsEnabled = false; // A save that fails in a transaction ends it.

    public override async Task<AudioFile?> TakeFirstAsync(IOrderedQueryable<AudioFile> files, CancellationToken cancellationToken)
    {
        var begun = Database.CurrentTransaction is null ? await Database.BeginTransactionAsync(cancellationToken) : null;
        var file = await files.TagWith(PostgresCommands.Take).FirstOrDefaultAsync(cancellationToken);
        if (file is null && begun is not null)
        {
            await begun.DisposeAsync();
        }

        return file;
    }

    /// <summary>The planner has histograms, and sees the values that are asked for.</summary>
    public override Task<IQueryable<AudioFile>> ChooseIndexAsync(IQueryable<AudioFile> files, AudioFilter filter, SortKey? order, CancellationToken cancellationToken) => Task.FromResult(files);

    public override async Task<IDbContextTransaction> BeginLongTransactionAsync(CancellationToken cancellationToken)
    {
        var transaction = await base.BeginLongTransactionAsync(cancellationToken);
        await Database.ExecuteSqlAsync($"SET LOCAL idle_in_transaction_session_timeout = 0", cancellationToken);
        return transaction;
    }

    /// <summary>Each file that is counted by itself leaves a version of its owner's row, and within one transaction the next has to walk them all.</summary>
    public override async Task CountAtOnceAsync(Func<Task> add)
    {
        await Database.ExecuteSqlAsync($"ALTER TABLE \"AudioFiles\" DISABLE TRIGGER \"AudioFiles_Usage\"");
        await add();
        await Database.ExecuteSqlAsync($"ALTER TABLE \"AudioFiles\" ENABLE TRIGGER \"AudioFiles_Usage\"");
        await Database.ExecuteSqlAsync(
            $"""
            INSERT INTO "OwnerUsages" ("OwnerId", "Files", "Bytes") SELECT "OwnerId", count(*), sum("Size") FROM "AudioFiles" GROUP BY "OwnerId"
            ON CONFLICT ("OwnerId") DO UPDATE SET "Files" = excluded."Files", "Bytes" = excluded."Bytes"
            """);
    }

    public override Task<long> LastNumberAsync(CancellationToken cancellationToken) =>
        Database.SqlQuery<long>($"SELECT coalesce(pg_sequence_last_value(pg_get_serial_sequence('\"AudioEvents\"', 'Sequence')), 0) AS \"Value\"").SingleAsync(cancellationToken);

    public override async Task KeepNumbersAsync(long last, Func<Task> add)
    {
        await Database.ExecuteSqlAsync($"ALTER TABLE \"AudioEvents\" DISABLE TRIGGER \"AudioEvents_Number\"");
        await add();
        await Database.ExecuteSqlAsync($"ALTER TABLE \"AudioEvents\" ENABLE TRIGGER \"AudioEvents_Number\"");

        // A sequence takes part in no transaction: it is never set back, so that no harm is done where this one fails.
        await Database.ExecuteSqlAsync($"SELECT setval(pg_get_serial_sequence('\"AudioEvents\"', 'Sequence'), {last}) WHERE {last} > {await LastNumberAsync(CancellationToken.None)}");
    }

    protected override IQueryable<AudioFile> WhereNameLike(IQueryable<AudioFile> files, IReadOnlyList<string> texts)
    {
        var pattern = string.Join('%', texts.Select(text => text.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("%", @"\%", StringComparison.Ordinal).Replace("_", @"\_", StringComparison.Ordinal)));
        return files.Where(file => EF.Functions.Like(file.Name, pattern, @"\"));
    }

    protected override async Task<bool> WriteAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await SaveWithinQuotaAsync();
            }
            catch (Exception fault) when (SqlStateOf(fault) is PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure)
            {
                // Nothing was written, and all changes are still tracked.
                if (attempt == MaxAttempts)
                {
                    throw new Unavailable("Too many others were writing at the same time; try again.", fault);
                }
            }
            catch (Exception full) when (SqlStateOf(full) == PostgresErrorCodes.DiskFull)
            {
                throw new StorageFull(full);
            }
        }
    }

    protected override bool IsNameTaken(DbUpdateException conflict) => Refusal(conflict, PostgresErrorCodes.UniqueViolation) is "IX_AudioFiles_OwnerId_Name" or "IX_Users_NameKey";

    protected override bool IsLabelThere(DbUpdateException conflict) =>
        Refusal(conflict, PostgresErrorCodes.UniqueViolation)?.StartsWith("PK_", StringComparison.Ordinal) == true || Refusal(conflict, PostgresErrorCodes.ForeignKeyViolation) is not null;

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);
        configurationBuilder.Properties<string>().UseCollation(ByBytes);
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);

        // Trigrams find a substring; the extension is of PostgreSQL's own.
        modelBuilder.HasPostgresExtension("pg_trgm");
        modelBuilder.Entity<AudioFile>().HasIndex(file => file.SearchText).HasMethod("gin").HasOperators("gin_trgm_ops");
    }

    /// <summary>The constraint that refused a row in this way; null when none did.</summary>
    private static string? Refusal(DbUpdateException conflict, string sqlState) =>
        conflict.InnerException is PostgresException refused && refused.SqlState == sqlState ? refused.ConstraintName : null;

    /// <summary>EF Core wraps what a statement throws, not what the commit throws.</summary>
    private static string? SqlStateOf(Exception fault) => (fault as PostgresException ?? fault.InnerException as PostgresException)?.SqlState;
}
