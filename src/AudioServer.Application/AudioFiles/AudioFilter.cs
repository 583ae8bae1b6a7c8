using System.Security.Cryptography;
using System.Text.Json;
using AudioServer.Application.Ports;
using AudioServer.Domain;
using AudioServer.Domain.AudioFiles;

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

    /// <summary>Text anywhere in name, title, artist or album, without regard to case; folded as the text it is looked for in.</summary>
    public string? Text { get; init => field = value is null ? null : AudioFile.Fold(value); }

    /// <summary>The exact name, or a pattern in which <c>*</c> stands for any text.</summary>
    public string? Name { get; init => field = value is null ? null : UnicodeText.Normalise(value); }

    /// <summary>Labels that must all be there.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Labels { get; init => field = [.. value.Select(label => KeyValuePair.Create(UnicodeText.Normalise(label.Key), UnicodeText.Normalise(label.Value)))]; } = [];

    public DateTimeOffset? CreatedAfter { get; init; }

    public DateTimeOffset? CreatedBefore { get; init; }

    /// <summary>Those of <paramref name="files"/> that match in every part.</summary>
    public IQueryable<AudioFile> ApplyTo(IAudioDb db, IQueryable<AudioFile> files)
    {
        files = WhereCreated(WhereSize(WhereDuration(files)));
        files = SampleRate is { } sampleRate ? files.Where(file => file.SampleRate == sampleRate) : files;
        files = MinSampleRate is { } minSampleRate ? files.Where(file => file.SampleRate >= minSampleRate) : files;
        files = Channels is { } channels ? files.Where(file => file.Channels == channels) : files;
        files = Codec is { } codec ? files.Where(file => file.Codec == codec) : files;
        files = Container is { } container ? files.Where(file => file.Container == container) : files;
        files = ContentType is { } contentType ? files.Where(file => file.ContentType == contentType) : files;
        files = State is { } state ? files.Where(file => file.State == state) : files;
        // A line break stands between the parts of the search text, and in none of them.
        files = Text is { } text ? files.Where(file => file.SearchText.Contains(text) && !text.Contains('\n')) : files;
        files = Name is { } name ? WhereNamed(db, files, name) : files;
        foreach (var (key, value) in Labels)
        {
            files = files.Where(file => file.Labels.Any(label => label.Key == key && label.Value == value));
        }

        return files;
    }

    public IQueryable<AudioFile> WhereDuration(IQueryable<AudioFile> files)
    {
        files = MinDuration is { } least ? files.Where(file => file.Duration >= least) : files;
        return MaxDuration is { } most ? files.Where(file => file.Duration <= most) : files;
    }

    public IQueryable<AudioFile> WhereSize(IQueryable<AudioFile> files)
    {
        files = MinSize is { } least ? files.Where(file => file.Size >= least) : files;
        return MaxSize is { } most ? files.Where(file => file.Size <= most) : files;
    }

    public IQueryable<AudioFile> WhereCreated(IQueryable<AudioFile> files)
    {
        files = CreatedAfter is { } first ? files.Where(file => file.CreatedAt >= first) : files;
        return CreatedBefore is { } last ? files.Where(file => file.CreatedAt <= last) : files;
    }

    /// <summary>A short digest of what is listed for whom and in which order: a cursor is good for the list it came from and no other.</summary>
    public string Fingerprint(Guid ownerId, AudioSort sort) =>
        Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(new { ownerId, sort, Filter = this })).AsSpan(0, 8));

    private static IQueryable<AudioFile> WhereNamed(IAudioDb db, IQueryable<AudioFile> files, string name) =>
        name.Contains('*', StringComparison.Ordinal) ? db.WhereNameLike(files, name) : files.Where(file => file.Name == name);
}
