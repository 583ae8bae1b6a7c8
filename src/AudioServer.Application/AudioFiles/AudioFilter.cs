using System.Security.Cryptography;
using System.Text.Json;
using AudioServer.Application.Ports;
using AudioServer.Domain;
using AudioServer.Domain.AudioFiles;
using Microsoft.EntityFrameworkCore;

namespace AudioServer.Application.AudioFiles;

/// <summary>Which files a list shows. Every bound is inclusive, null does not filter, and a file that does not have a value matches no bound on it.</summary>
public sealed record AudioFilter
{
    /// <summary>Seconds.</summary>
    public double? MinDuration { get; init; }

    /// <summary>Seconds.</summary>
    public double? MaxDuration { get; init; }

    /// <summary>Bytes.</summary>
    public long? MinSize { get; init; }

    /// <summary>Bytes.</summary>
    public long? MaxSize { get; init; }

    /// <summary>Hz, exactly.</summary>
    public int? SampleRate { get; init; }

    /// <summary>Hz.</summary>
    public int? MinSampleRate { get; init; }

    public int? Channels { get; init; }

    public string? Codec { get; init; }

    public string? Container { get; init; }

    public string? ContentType { get; init; }

    public VerificationState? State { get; init; }

    /// <summary>Text anywhere in name, title, artist or album, without regard to case.</summary>
    public string? Text { get; init; }

    /// <summary>The exact name, or a pattern in which <c>*</c> stands for any text.</summary>
    public string? Name { get; init; }

    /// <summary>Labels that must all be there.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Labels { get; init; } = [];

    public DateTimeOffset? CreatedAfter { get; init; }

    public DateTimeOffset? CreatedBefore { get; init; }

    /// <summary>True when a part of the filter finds its few files by an index of its own, so that walking the sort order would be the slow way.</summary>
    public bool IsSelective => Text is not null || Labels.Count > 0 || Name is not null;

    /// <summary>Those of the owner's files that match.</summary>
    public IQueryable<AudioFile> ApplyTo(IAudioDb db, Guid ownerId)
    {
        var files = db.AudioFiles.AsNoTracking().Where(file => file.OwnerId == ownerId);
        files = MinDuration is { } minDuration ? files.Where(file => file.Duration >= minDuration) : files;
        files = MaxDuration is { } maxDuration ? files.Where(file => file.Duration <= maxDuration) : files;
        files = MinSize is { } minSize ? files.Where(file => file.Size >= minSize) : files;
        files = MaxSize is { } maxSize ? files.Where(file => file.Size <= maxSize) : files;
        files = SampleRate is { } sampleRate ? files.Where(file => file.SampleRate == sampleRate) : files;
        files = MinSampleRate is { } minSampleRate ? files.Where(file => file.SampleRate >= minSampleRate) : files;
        files = Channels is { } channels ? files.Where(file => file.Channels == channels) : files;
        files = Codec is { } codec ? files.Where(file => file.Codec == codec) : files;
        files = Container is { } container ? files.Where(file => file.Container == container) : files;
        files = ContentType is { } contentType ? files.Where(file => file.ContentType == contentType) : files;
        files = State is { } state ? files.Where(file => file.State == state) : files;
        files = CreatedAfter is { } after ? files.Where(file => file.CreatedAt >= after) : files;
        files = CreatedBefore is { } before ? files.Where(file => file.CreatedAt <= before) : files;
        files = Text is { } text ? db.WhereTextHolds(files, AudioFile.Fold(text)) : files;
        files = Name is { } name ? WhereNamed(db, files, UnicodeText.Normalise(name)) : files;
        foreach (var (key, value) in Labels)
        {
            files = files.Where(file => db.Labels.Where(label => label.Key == key && label.Value == value).Select(label => label.AudioFileId).Contains(file.Id));
        }

        return files;
    }

    /// <summary>A short digest of what is listed for whom and in which order: a cursor is good for the list it came from and no other.</summary>
    public string Fingerprint(Guid ownerId, AudioSort sort) =>
        Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(new { ownerId, sort, Filter = this })).AsSpan(0, 8));

    private static IQueryable<AudioFile> WhereNamed(IAudioDb db, IQueryable<AudioFile> files, string name) =>
        name.Contains('*', StringComparison.Ordinal) ? db.WhereNameLike(files, name) : files.Where(file => file.Name == name);
}
