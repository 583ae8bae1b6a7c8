namespace AudioServer.Domain.AudioFiles;

/// <summary>
/// One uploaded audio file: who has it, what its bytes are, what its headers declare and what decoding has proved.
/// Its content never changes; new content is a new file under a new <see cref="Id"/>.
/// </summary>
public sealed partial class AudioFile
{
    private readonly List<AudioFileLabel> _labels = [];

    /// <param name="id">Also the key of its bytes in the blob store.</param>
    /// <param name="ownerId">The user it belongs to.</param>
    /// <param name="name">Unique for its owner.</param>
    /// <param name="content">The digest and length of its bytes, as received.</param>
    /// <param name="description">What the gate found out about them.</param>
    /// <param name="createdAt">Kept to the millisecond, which is what the API shows.</param>
    public AudioFile(Guid id, Guid ownerId, FileName name, ContentFingerprint content, AudioDescription description, DateTimeOffset createdAt)
    {
        Id = id;
        OwnerId = ownerId;
        Name = name.Value;
        Size = content.Size;
        Sha256 = content.Sha256;
        Demuxer = description.Demuxer;
        ContentType = description.ContentType;
        Container = description.Container;
        Codec = description.Codec;
        Duration = description.Duration;
        DurationSource = DurationSource.Header;
        DeclaredDuration = description.DeclaredDuration;
        SampleRate = DeclaredSampleRate = description.SampleRate;
        Channels = DeclaredChannels = description.Channels;
        BitsPerSample = description.BitsPerSample;
        BitRate = description.BitRate;
        SampleFormat = description.SampleFormat;
        Title = description.Tags.Title;
        Artist = description.Tags.Artist;
        Album = description.Tags.Album;
        Genre = description.Tags.Genre;
        Year = description.Tags.Year;
        Track = description.Tags.Track;
        Comment = description.Tags.Comment;
        HasCover = description.HasCover;
        CreatedAt = ToMilliseconds(createdAt);
        UpdatedAt = CreatedAt;
        State = VerificationState.Pending;
        QueuedAt = CreatedAt;
        SearchText = SearchTextOf();
    }

    // For EF Core, which fills the properties itself.
    private AudioFile()
    {
        Name = Sha256 = Demuxer = ContentType = Container = Codec = SearchText = "";
    }

    public Guid Id { get; private set; }

    public Guid OwnerId { get; private set; }

    public string Name { get; private set; }

    /// <summary>Bytes.</summary>
    public long Size { get; private set; }

    /// <summary>Lower-case hex.</summary>
    public string Sha256 { get; private set; }

    /// <summary>The ffmpeg demuxer its own bytes chose; every decoder is forced to it.</summary>
    public string Demuxer { get; private set; }

    public string ContentType { get; private set; }

    public string Container { get; private set; }

    public string Codec { get; private set; }

    /// <summary>Seconds, by the best knowledge so far: see <see cref="DurationSource"/>. Null when nothing tells.</summary>
    public double? Duration { get; private set; }

    public DurationSource DurationSource { get; private set; }

    /// <summary>Seconds, as the file's own headers state; null when they do not, or state nonsense.</summary>
    public double? DeclaredDuration { get; private set; }

    /// <summary>Samples of one channel; null until decoded.</summary>
    public long? SampleCount { get; private set; }

    /// <summary>Hz, by the best knowledge so far.</summary>
    public int? SampleRate { get; private set; }

    /// <summary>By the best knowledge so far.</summary>
    public int? Channels { get; private set; }

    /// <summary>Hz, as the file's own headers state.</summary>
    public int? DeclaredSampleRate { get; private set; }

    /// <summary>As the file's own headers state.</summary>
    public int? DeclaredChannels { get; private set; }

    /// <summary>Only for PCM, DSD and lossless codecs.</summary>
    public int? BitsPerSample { get; private set; }

    /// <summary>ffmpeg's name of the format that the codec's decoder gives out, such as <c>fltp</c>; null when not known.</summary>
    public string? SampleFormat { get; private set; }

    /// <summary>bit/s.</summary>
    public long? BitRate { get; private set; }

    public string? Title { get; private set; }

    public string? Artist { get; private set; }

    public string? Album { get; private set; }

    public string? Genre { get; private set; }

    public int? Year { get; private set; }

    public int? Track { get; private set; }

    public string? Comment { get; private set; }

    public bool HasCover { get; private set; }

    public DateTimeOffset CreatedAt { get; private set; }

    public DateTimeOffset UpdatedAt { get; private set; }

    /// <summary>Name, title, artist and album, folded for searching without regard to case.</summary>
    public string SearchText { get; private set; }

    public IReadOnlyList<AudioFileLabel> Labels => _labels;

    /// <summary>The key of its bytes in the blob store.</summary>
    public string BlobKey => BlobKeyOf(Id);

    /// <summary>The keys of all that is kept of it in the blob store.</summary>
    public IEnumerable<string> BlobKeys => WaveformKey is null ? [BlobKey] : [BlobKey, WaveformKey];

    public static string BlobKeyOf(Guid id) => id.ToString("N");

    /// <summary>How text is folded before it is stored for search or compared with what was stored.</summary>
    public static string Fold(string text) => UnicodeText.Normalise(text).ToUpperInvariant().ToLowerInvariant();

    public void Rename(FileName name, DateTimeOffset at)
    {
        Name = name.Value;
        SearchText = SearchTextOf();
        UpdatedAt = ToMilliseconds(at);
    }

    /// <summary>Gives it to another owner, under a name that is free there.</summary>
    public void HandOver(Guid ownerId, FileName name, DateTimeOffset at)
    {
        OwnerId = ownerId;
        Rename(name, at);
    }

    /// <summary>Replaces all labels; the set is checked by <see cref="LabelSet"/>.</summary>
    public void Relabel(LabelSet labels, DateTimeOffset at)
    {
        // Rows that stay are kept as they are, so that a save writes only what changed.
        _labels.RemoveAll(kept => !labels.TryGetValue(kept.Key, out var value) || value != kept.Value);
        _labels.AddRange(labels.Where(wanted => _labels.TrueForAll(kept => kept.Key != wanted.Key)).Select(wanted => new AudioFileLabel(Id, wanted.Key, wanted.Value)));
        UpdatedAt = ToMilliseconds(at);
    }

    private static DateTimeOffset ToMilliseconds(DateTimeOffset time) =>
        new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerMillisecond), TimeSpan.Zero);

    private string SearchTextOf() => Fold(string.Join('\n', Name, Title, Artist, Album));
}
