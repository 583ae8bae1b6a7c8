using System.Linq.Expressions;
using System.Text.Json.Serialization;
using AudioServer.Domain.AudioFiles;
using AudioServer.Domain.Verification;
using AutoMapper;
using AutoMapper.QueryableExtensions;

namespace AudioServer.Application.AudioFiles;

/// <summary>An audio file as every answer shows it. Null: not known, or not known yet.</summary>
public sealed class AudioFileView
{
    /// <summary>How it is made, and its parts.</summary>
    public static MapperConfiguration Mappings { get; } = new(mapping => mapping.AddProfile<Mapping>());

    /// <summary>From a row of the database. Always the same object, so that queries can be made ready for it.</summary>
    public static Expression<Func<AudioFile, AudioFileView>> Projection { get; } = Mappings.ExpressionBuilder.GetMapExpression<AudioFile, AudioFileView>();

    public Guid Id { get; set; }

    /// <summary>Unique for its owner.</summary>
    public string Name { get; set; } = "";

    /// <summary>Bytes.</summary>
    public long Size { get; set; }

    /// <summary>SHA-256 of the content, lower-case hex.</summary>
    public string Sha256 { get; set; } = "";

    /// <summary>Media type, by content and never by name.</summary>
    public string ContentType { get; set; } = "";

    /// <summary>Container format, such as <c>wav</c>, <c>mp4</c>, <c>matroska</c>.</summary>
    public string Container { get; set; } = "";

    /// <summary>Codec, by ffprobe's name.</summary>
    public string Codec { get; set; } = "";

    /// <summary>Seconds, the best known value.</summary>
    public double? Duration { get; set; }

    /// <summary>How <c>duration</c> is known.</summary>
    public DurationSource DurationSource { get; set; }

    /// <summary>Seconds, as the file's own headers claim.</summary>
    public double? DeclaredDuration { get; set; }

    /// <summary>Samples of one channel.</summary>
    public long? SampleCount { get; set; }

    /// <summary>Hz.</summary>
    public int? SampleRate { get; set; }

    public int? Channels { get; set; }

    /// <summary>Only for PCM, DSD and lossless codecs.</summary>
    public int? BitsPerSample { get; set; }

    /// <summary>bit/s.</summary>
    public long? BitRate { get; set; }

    public TagsView Tags { get; set; } = new();

    /// <summary>What its owner has written on it.</summary>
    public IReadOnlyDictionary<string, string> Labels => LabelRows.OrderBy(label => label.Key, StringComparer.Ordinal).ToDictionary(label => label.Key, label => label.Value);

    [JsonIgnore]
    public List<LabelRow> LabelRows { get; set; } = [];

    public bool HasCover { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset UpdatedAt { get; set; }

    public VerificationView Verification { get; set; } = new();

    /// <summary>True when verification has come to an end.</summary>
    [JsonIgnore]
    public bool IsVerified => Verification.State is not (VerificationState.Pending or VerificationState.Running);

    /// <summary>Measured loudness; null until the file is verified.</summary>
    public LoudnessView? Loudness { get; set; }

    /// <summary>What the file's own metadata says of it.</summary>
    public sealed class TagsView
    {
        public string? Title { get; set; }

        public string? Artist { get; set; }

        public string? Album { get; set; }

        public string? Genre { get; set; }

        public int? Year { get; set; }

        public int? Track { get; set; }

        public string? Comment { get; set; }
    }

    /// <summary>The proof by decoding.</summary>
    public sealed class VerificationView
    {
        public VerificationState State { get; set; }

        /// <summary>0 to 1.</summary>
        public double Progress { get; set; }

        public DateTimeOffset? CheckedAt { get; set; }

        public int FindingCount { get; set; }

        /// <summary>The weightiest thing found, or null.</summary>
        public FindingView? FirstFinding { get; set; }
    }

    /// <summary>One thing that decoding found.</summary>
    public sealed class FindingView
    {
        /// <summary>Stable, snake_case.</summary>
        public string Code { get; set; } = "";

        /// <summary>An error makes a file broken, a warning suspect.</summary>
        public Severity Severity { get; set; }

        public string Message { get; set; } = "";

        /// <summary>Seconds from the start.</summary>
        public double? At { get; set; }

        /// <summary>Bytes from the start.</summary>
        public long? Byte { get; set; }
    }

    /// <summary>Loudness by EBU R 128.</summary>
    public sealed class LoudnessView
    {
        /// <summary>LUFS.</summary>
        public double? IntegratedLufs { get; set; }

        /// <summary>LU.</summary>
        public double? RangeLu { get; set; }

        /// <summary>dBTP.</summary>
        public double? TruePeakDbtp { get; set; }

        /// <summary>dBFS.</summary>
        public double? SamplePeakDbfs { get; set; }
    }

    /// <summary>A label as it comes from its row.</summary>
    public sealed class LabelRow
    {
        public string Key { get; set; } = "";

        public string Value { get; set; } = "";
    }

    /// <summary>From the entity; usable in a database projection and in memory alike.</summary>
    public sealed class Mapping : Profile
    {
        public Mapping()
        {
            CreateMap<AudioFileLabel, LabelRow>();
            CreateMap<AudioFile, AudioFileView>()
                .ForMember(view => view.LabelRows, map => map.MapFrom(file => file.Labels))
                .ForMember(view => view.Loudness, map => map.MapFrom(file => (file.IntegratedLufs ?? file.RangeLu ?? file.TruePeakDbtp ?? file.SamplePeakDbfs) == null ? null : new LoudnessView
                {
                    IntegratedLufs = file.IntegratedLufs,
                    RangeLu = file.RangeLu,
                    TruePeakDbtp = file.TruePeakDbtp,
                    SamplePeakDbfs = file.SamplePeakDbfs,
                }))
                .ForMember(view => view.Tags, map => map.MapFrom(file => new TagsView
                {
                    Title = file.Title,
                    Artist = file.Artist,
                    Album = file.Album,
                    Genre = file.Genre,
                    Year = file.Year,
                    Track = file.Track,
                    Comment = file.Comment,
                }))
                .ForMember(view => view.Verification, map => map.MapFrom(file => new VerificationView
                {
                    State = file.State,
                    Progress = file.Progress,
                    CheckedAt = file.CheckedAt,
                    FindingCount = file.FindingCount,
                    FirstFinding = file.FirstFindingCode == null ? null : new FindingView
                    {
                        Code = file.FirstFindingCode,
                        Severity = file.FirstFindingSeverity ?? Severity.Info,
                        Message = file.FirstFindingMessage ?? "",
                        At = file.FirstFindingAt,
                        Byte = file.FirstFindingByte,
                    },
                }));
        }
    }
}
