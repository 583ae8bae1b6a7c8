using System.Linq.Expressions;
using System.Text;
using System.Text.Json;
using AudioServer.Application;
using AudioServer.Application.AudioFiles;
using AudioServer.Application.Ports;
using AudioServer.Domain.Access;
using AudioServer.Domain.AudioFiles;
using AudioServer.Domain.Events;
using AudioServer.Domain.Verification;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Microsoft.Extensions.Options;

namespace AudioServer.Infrastructure.Database;

/// <summary>The model both engines share. What one of them does its own way stands in its thin context.</summary>
internal abstract class AudioDb(DbContextOptions options) : DbContext(options), IAudioDb
{
    public DbSet<AudioFile> AudioFiles => Set<AudioFile>();

    public DbSet<AudioFileLabel> Labels => Set<AudioFileLabel>();

    public DbSet<AudioFileReport> Reports => Set<AudioFileReport>();

    public DbSet<AudioEvent> Events => Set<AudioEvent>();

    public DbSet<User> Users => Set<User>();

    public DbSet<AccessToken> AccessTokens => Set<AccessToken>();

    public DbSet<Session> Sessions => Set<Session>();

    public DbSet<ServerKey> ServerKeys => Set<ServerKey>();

    public DbSet<OwnerUsage> Usages => Set<OwnerUsage>();

    // Contexts are pooled, so this comes from the application's services and not through the constructor.
    public Task<T?> ReadAsync<T>(FileSelector file, Guid ownerId, Expression<Func<AudioFile, T>> projection, CancellationToken cancellationToken)
        where T : class => this.GetService<FileQueries>().ReadAsync(this, file, ownerId, projection, cancellationToken);

    public IQueryable<AudioFile> WhereNameLike(IQueryable<AudioFile> files, string pattern)
    {
        // NUL is in no name and ends a pattern or breaks it; and engines bear patterns of some length only, where one whose text no name has room for matches none.
        var texts = pattern.Split('*');
        return pattern.Contains('\0', StringComparison.Ordinal) || texts.Sum(text => Encoding.UTF8.GetByteCount(text)) > FileName.MaxBytes
            ? files.Where(file => false)
            : WhereNameLike(files, [.. texts.Where((text, at) => text.Length > 0 || at == 0 || at == texts.Length - 1)]);
    }

    public abstract Task<IQueryable<AudioFile>> ChooseIndexAsync(IQueryable<AudioFile> files, AudioFilter filter, SortKey? order, CancellationToken cancellationToken);

    public abstract Task<AudioFile?> TakeFirstAsync(IOrderedQueryable<AudioFile> files, CancellationToken cancellationToken);

    public async Task<SaveOutcome> SaveAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await WriteAsync(cancellationToken) ? SaveOutcome.Saved : SaveOutcome.OverQuota;
        }
        catch (DbUpdateException conflict) when (IsNameTaken(conflict))
        {
            return SaveOutcome.NameTaken;
        }
        catch (DbUpdateException conflict) when (conflict is DbUpdateConcurrencyException || IsLabelThere(conflict))
        {
            return SaveOutcome.Overtaken;
        }
        finally
        {
            ChangeTracker.Clear();
        }
    }

    /// <summary>Begins a transaction that takes its time between one command and the next.</summary>
    public virtual Task<IDbContextTransaction> BeginLongTransactionAsync(CancellationToken cancellationToken) => Database.BeginTransactionAsync(cancellationToken);

    /// <summary>Within a transaction: of many files that <paramref name="add"/> saves none waits for the others to be counted as their owner's.</summary>
    public virtual Task CountAtOnceAsync(Func<Task> add) => add();

    /// <summary>The highest number that an event ever had, also one that is no more; 0 when there was none.</summary>
    public abstract Task<long> LastNumberAsync(CancellationToken cancellationToken);

    /// <summary>Within a transaction: events that <paramref name="add"/> saves keep the numbers they have, and the next ones go on behind <paramref name="last"/>, which is the highest of them or higher, and behind what was there before.</summary>
    public abstract Task KeepNumbersAsync(long last, Func<Task> add);

    /// <summary>Those whose name has these texts in this order, the first at its beginning, the last at its end, anything between: two or more, none but the outer ones empty.</summary>
    protected abstract IQueryable<AudioFile> WhereNameLike(IQueryable<AudioFile> files, IReadOnlyList<string> texts);

    /// <summary>Runs <see cref="SaveWithinQuotaAsync"/> as the engine wants writers to behave, and wakes those whom the save concerns.</summary>
    protected abstract Task<bool> WriteAsync(CancellationToken cancellationToken);

    /// <summary>True when the unique index on owner and name, or on users' names, refused the row.</summary>
    protected abstract bool IsNameTaken(DbUpdateException conflict);

    /// <summary>True when the file has a label of this key already, or is itself no more.</summary>
    protected abstract bool IsLabelThere(DbUpdateException conflict);

    /// <summary>False, and nothing written, when an owner who got a file would have more than the quota: counted in the transaction that adds it, so that no race passes it. Ends the transaction in which a file was taken.</summary>
    protected async Task<bool> SaveWithinQuotaAsync()
    {
        // Contexts are pooled, so this comes from the application's services and not through the constructor.
        var quota = this.GetService<IOptions<LimitsOptions>>().Value.QuotaBytes;
        var owners = ChangeTracker.Entries<AudioFile>().Where(entry => entry.State == EntityState.Added).Select(entry => entry.Entity.OwnerId).Distinct().ToList();

        // Once begun, a commit is seen through: a cancelled one would leave its outcome unknown.
        var isCounted = quota is not null && owners.Count > 0;
        await using var transaction = Database.CurrentTransaction ?? (isCounted ? await Database.BeginTransactionAsync(CancellationToken.None) : null);
        await SaveChangesAsync(CancellationToken.None);
        if (isCounted && await Usages.AsNoTracking().AnyAsync(usage => owners.Contains(usage.OwnerId) && usage.Bytes > quota))
        {
            await transaction!.RollbackAsync();
            return false;
        }

        if (transaction is not null)
        {
            await transaction.CommitAsync();
        }

        return true;
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UtcTicksConverter>();
        configurationBuilder.Properties<VerificationState>().HaveConversion<string>().HaveMaxLength(16);
        configurationBuilder.Properties<DurationSource>().HaveConversion<string>().HaveMaxLength(16);
        configurationBuilder.Properties<Severity>().HaveConversion<string>().HaveMaxLength(16);
        configurationBuilder.Properties<AudioEventType>().HaveConversion<string>().HaveMaxLength(16);
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<AudioFile>(file =>
        {
            file.Ignore(row => row.BlobKey);
            file.HasMany(row => row.Labels).WithOne().HasForeignKey(label => label.AudioFileId).HasPrincipalKey(row => row.Id);
            file.Navigation(row => row.Labels).UsePropertyAccessMode(PropertyAccessMode.Field);

            // One index for each order of a list, each ending in the id that breaks ties.
            file.HasIndex(row => new { row.OwnerId, row.Name }).IsUnique();
            file.HasIndex(row => new { row.OwnerId, row.CreatedAt, row.Id });
            file.HasIndex(row => new { row.OwnerId, row.Duration, row.Id });
            file.HasIndex(row => new { row.OwnerId, row.Size, row.Id });

            // The queue: of those that wait or are at work, whatever the number of all.
            file.HasIndex(row => new { row.State, row.IsReverification, row.Tries, row.QueuedAt }).HasFilter("\"State\" IN ('Pending', 'Running')");
            file.Property(row => row.Fence).IsConcurrencyToken();
        });

        modelBuilder.Entity<AudioFileReport>(report =>
        {
            report.ToTable("AudioFileReports");
            report.HasKey(row => row.AudioFileId);
            report.HasOne<AudioFile>().WithOne().HasForeignKey<AudioFileReport>(row => row.AudioFileId).HasPrincipalKey<AudioFile>(row => row.Id).OnDelete(DeleteBehavior.Cascade);
            report.Property(row => row.Report).HasConversion(
                stored => JsonSerializer.Serialize(stored, JsonSettings.Options),
                text => JsonSerializer.Deserialize<VerificationReport>(text, JsonSettings.Options)!);
        });

        modelBuilder.Entity<AudioEvent>(one =>
        {
            one.ToTable("AudioEvents");
            one.HasKey(row => row.Sequence);
            one.HasIndex(row => new { row.OwnerId, row.Sequence });
            one.HasIndex(row => row.At);
        });

        modelBuilder.Entity<User>(user =>
        {
            user.HasIndex(row => row.NameKey).IsUnique();
            user.Property(row => row.PasswordHash).IsConcurrencyToken();
        });

        modelBuilder.Entity<AccessToken>(token =>
        {
            token.HasIndex(row => row.Hash).IsUnique();
            token.HasIndex(row => row.UserId);
            token.HasOne<User>().WithMany().HasForeignKey(row => row.UserId);
        });

        modelBuilder.Entity<Session>(session =>
        {
            session.HasKey(row => row.Hash);
            session.HasIndex(row => row.UserId);
            session.HasOne<User>().WithMany().HasForeignKey(row => row.UserId);
        });

        modelBuilder.Entity<ServerKey>().HasKey(row => row.Name);

        // Kept by triggers on the files' table, which each engine's first migration that knows it makes by hand.
        modelBuilder.Entity<OwnerUsage>(usage =>
        {
            usage.ToTable("OwnerUsages");
            usage.HasKey(row => row.OwnerId);
        });

        modelBuilder.Entity<AudioFileLabel>(label =>
        {
            label.ToTable("AudioFileLabels");
            label.HasKey(row => new { row.AudioFileId, row.Key });
            label.HasIndex(row => new { row.Key, row.Value, row.AudioFileId });
        });
    }

    /// <summary>Times are stored as UTC ticks: both engines order and compare them, without loss.</summary>
    private sealed class UtcTicksConverter() : ValueConverter<DateTimeOffset, long>(time => time.UtcTicks, ticks => new DateTimeOffset(ticks, TimeSpan.Zero));
}
