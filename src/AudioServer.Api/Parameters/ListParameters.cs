using System.ComponentModel.DataAnnotations;
using AudioServer.Api.Binding;
using AudioServer.Application.AudioFiles;
using AudioServer.Domain.AudioFiles;
using AudioServer.Domain.Failures;

namespace AudioServer.Api.Parameters;

/// <summary>Which files a list shows, in which order, and how much of them. Bounds are inclusive; a file without a value matches no bound on it.</summary>
[QueryParameters]
public sealed class ListParameters
{
    /// <summary>Seconds.</summary>
    /// <example>0.5</example>
    public double? MinDuration { get; set; }

    /// <summary>Seconds.</summary>
    /// <example>300</example>
    public double? MaxDuration { get; set; }

    /// <summary>Bytes.</summary>
    public long? MinSize { get; set; }

    /// <summary>Bytes.</summary>
    public long? MaxSize { get; set; }

    /// <summary>Hz, exactly.</summary>
    public int? SampleRate { get; set; }

    /// <summary>Hz.</summary>
    public int? MinSampleRate { get; set; }

    /// <summary>How many channels, exactly.</summary>
    public int? Channels { get; set; }

    /// <summary>Codec, by ffprobe's name.</summary>
    /// <example>pcm_s16le</example>
    public string? Codec { get; set; }

    /// <summary>Container format.</summary>
    /// <example>wav</example>
    public string? Container { get; set; }

    /// <summary>Media type.</summary>
    /// <example>audio/wav</example>
    public string? ContentType { get; set; }

    /// <summary>Verification state.</summary>
    public VerificationState? State { get; set; }

    /// <summary>Text anywhere in name, title, artist or album, without regard to case.</summary>
    public string? Q { get; set; }

    /// <summary>The exact name, or a pattern in which <c>*</c> stands for any text.</summary>
    /// <example>take*</example>
    public string? Name { get; set; }

    /// <summary><c>key:value</c>, repeatable; all must hold.</summary>
    /// <example>["project:demo"]</example>
    public string[] Label { get; set; } = [];

    /// <summary>RFC 3339.</summary>
    /// <example>2026-11-22T09:00:00Z</example>
    public DateTimeOffset? CreatedAfter { get; set; }

    /// <summary>RFC 3339.</summary>
    public DateTimeOffset? CreatedBefore { get; set; }

    /// <summary><c>created</c>, <c>name</c>, <c>duration</c> or <c>size</c>, with <c>-</c> in front for descending; default <c>-created</c>.</summary>
    /// <example>-duration</example>
    [AllowedValues("created", "-created", "name", "-name", "duration", "-duration", "size", "-size")]
    public string? Sort { get; set; }

    /// <summary>How many files a page has, 1 to 1000; default 100.</summary>
    [Range(1, 1000)]
    public int Limit { get; set; } = 100;

    /// <summary>The <c>next</c> of the page before.</summary>
    public string? Cursor { get; set; }

    /// <summary>Whether to count all that match into <c>total</c>.</summary>
    public bool Count { get; set; }

    /// <summary>The members of each file to answer, separated by commas; default all.</summary>
    /// <example>id,name,duration</example>
    public string? Fields { get; set; }

    internal ListAudioQuery ToQuery() => new(
        new AudioFilter
        {
            MinDuration = MinDuration,
            MaxDuration = MaxDuration,
            MinSize = MinSize,
            MaxSize = MaxSize,
            SampleRate = SampleRate,
            MinSampleRate = MinSampleRate,
            Channels = Channels,
            Codec = Codec,
            Container = Container,
            ContentType = ContentType,
            State = State,
            Text = string.IsNullOrEmpty(Q) ? null : Q,
            Name = Name is "" ? throw new InvalidName("The name is empty.") : Name,
            Labels = [.. Label.Select(LabelSet.Split)],
            CreatedAfter = CreatedAfter,
            CreatedBefore = CreatedBefore,
        },
        SortOf(Sort),
        Limit,
        Cursor,
        Count);

    private static AudioSort SortOf(string? sort)
    {
        if (sort is null)
        {
            return AudioSort.NewestFirst;
        }

        var key = sort.TrimStart('-');
        var known = Enum.GetNames<SortKey>().FirstOrDefault(name => name.Equals(key, StringComparison.OrdinalIgnoreCase));
        return known is not null && sort.Length - key.Length <= 1
            ? new AudioSort(Enum.Parse<SortKey>(known), Descending: sort != key)
            : throw new InvalidParameter("sort", "sort is one of created, name, duration, size, with - in front for descending.");
    }
}
