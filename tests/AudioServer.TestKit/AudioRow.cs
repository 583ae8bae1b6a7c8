using System.Linq.Expressions;
using System.Security.Cryptography;
using System.Text;
using AudioServer.Application.Ports;
using AudioServer.Domain;
using AudioServer.Domain.AudioFiles;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AudioServer.TestKit;

/// <summary>A file for lists to show, without bytes behind it: each column as the test wants it, and thousands a second.</summary>
public sealed record AudioRow(string Name)
{
    /// <summary>When rows are created that do not say.</summary>
    public static readonly DateTimeOffset Noon = new(2026, 3, 14, 12, 0, 0, TimeSpan.Zero);

    /// <summary>By default made of owner and name, so that the order of ties is the same in each run and has nothing to do with that of insertion.</summary>
    public Guid Id { get; init; }

    public Guid OwnerId { get; init; } = Owners.Local;

    public double? Duration { get; init; }

    public long Size { get; init; } = 1000;

    public int? SampleRate { get; init; } = 44_100;

    public int? Channels { get; init; } = 2;

    public string Codec { get; init; } = "pcm_s16le";

    public string Container { get; init; } = "wav";

    public string ContentType { get; init; } = "audio/wav";

    public string? Title { get; init; }

    public string? Artist { get; init; }

    public string? Album { get; init; }

    public DateTimeOffset CreatedAt { get; init; } = Noon;

    public VerificationState State { get; init; } = VerificationState.Pending;

    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    public AudioFile ToFile()
    {
        var id = Id == Guid.Empty ? new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(OwnerId + Name)).AsSpan(0, 16)) : Id;
        var tags = AudioTags.None with { Title = Title, Artist = Artist, Album = Album };
        var description = new AudioDescription(Container, ContentType, Container, Codec, Container, Duration, Duration, SampleRate, Channels, null, null, false, tags);
        var file = new AudioFile(id, OwnerId, FileName.Parse(Name), new ContentFingerprint(Size, new string('0', 64)), description, CreatedAt);
        file.Relabel(new LabelSet(Labels), CreatedAt);
        return file;
    }
}

public static class AudioRows
{
    /// <summary>Saves rows in one transaction.</summary>
    public static async Task AddAsync(this IServiceProvider services, params IEnumerable<AudioRow> rows)
    {
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<IAudioDb>();
        foreach (var row in rows)
        {
            var file = db.AudioFiles.Add(row.ToFile());
            file.Property(saved => saved.State).CurrentValue = row.State;
        }

        (await db.SaveAsync(CancellationToken.None)).Should().Be(SaveOutcome.Saved);
    }

    /// <summary>Removes the rows of these names, whoever has them.</summary>
    public static Task RemoveAsync(this IServiceProvider services, params string[] names) => RemoveAsync(services, file => names.Contains(file.Name));

    /// <summary>Removes every row, whoever has it, for tests of which each wants rows of its own.</summary>
    public static Task ClearAsync(this IServiceProvider services) => RemoveAsync(services, _ => true);

    private static async Task RemoveAsync(IServiceProvider services, Expression<Func<AudioFile, bool>> which)
    {
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<IAudioDb>();
        db.AudioFiles.RemoveRange(await db.AudioFiles.Where(which).ToListAsync());
        (await db.SaveAsync(CancellationToken.None)).Should().Be(SaveOutcome.Saved);
    }
}
