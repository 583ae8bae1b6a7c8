using System.ComponentModel.DataAnnotations;
using AudioServer.Api.Binding;
using AudioServer.Api.Content;
using AudioServer.Application.AudioFiles;
using AudioServer.Domain.Derived;
using AudioServer.Domain.Failures;
using MediatR;

namespace AudioServer.Api.Parameters;

/// <summary>A file by its name.</summary>
[QueryParameters]
public sealed class NameParameters
{
    /// <summary>The file's name.</summary>
    /// <example>myfile.wav</example>
    [Required]
    public string? Name { get; set; }

    internal FileSelector ToSelector() => FileSelector.ByName(Name ?? throw new InvalidParameter("name", "name is needed: it says which file."));
}

/// <summary>How content is to be offered to a person.</summary>
public enum Disposition
{
    /// <summary>To be saved.</summary>
    Attachment,

    /// <summary>To be shown or played.</summary>
    Inline,
}

/// <summary>What content is asked for: the bytes that were uploaded, or, when a part or a format is asked for, what is derived from them.</summary>
public abstract class DerivationParameters
{
    /// <summary>How it is offered to a person.</summary>
    public Disposition Disposition { get; set; }

    /// <summary>Seconds at which a slice begins, to the sample; default 0.</summary>
    /// <example>0.25</example>
    [Range(0, double.MaxValue)]
    public double? From { get; set; }

    /// <summary>Seconds at which a slice ends; default, and at most, the end.</summary>
    /// <example>0.75</example>
    [Range(0, double.MaxValue)]
    public double? To { get; set; }

    /// <summary>
    /// The format to have it in; default wav. wav has the samples of the source's own width, flac 16 or 24 bit; mp3 is made at LAME's V2 (about 190 kbit/s for
    /// stereo), ogg is Vorbis at quality 5 (about 160), opus at 96 kbit/s for stereo, m4a is AAC at two bits a sample (96 kbit/s a channel at 48 kHz).
    /// </summary>
    public DerivedFormat? Format { get; set; }

    /// <summary>Hz, 1000 to 384000; default the source's, or the nearest above that the format can have.</summary>
    [Range(1_000, 384_000)]
    public int? SampleRate { get; set; }

    /// <summary>1 to 8, mixed up or down; default the source's, as far as the format can have them.</summary>
    [Range(1, 8)]
    public int? Channels { get; set; }

    internal IRequest<AudioContent> ToQuery(FileSelector file, HttpRequest request) => this is { From: null, To: null, Format: null, SampleRate: null, Channels: null }
        ? new DownloadAudioQuery(file, ContentOffer.MayBeSentByAStore(request) ? name => ContentOffer.Of(Disposition, name).ToString() : null)
        : new GetDerivedAudioQuery(file, new DerivedWish(From, To, Format ?? DerivedFormat.Wav, SampleRate, Channels));
}

/// <summary>The content of a file by its id, to whoever may have it or comes by a signed link.</summary>
[QueryParameters]
public sealed class ContentParameters : DerivationParameters
{
    /// <summary>In a signed link: when it ends, in seconds since 1970.</summary>
    public long? Expires { get; set; }

    /// <summary>In a signed link, last: what proves that nothing of it was changed.</summary>
    public string? Signature { get; set; }
}

/// <summary>The content of a file by its name; else as by its id.</summary>
[QueryParameters]
public sealed class NamedContentParameters : DerivationParameters
{
    /// <summary>The file's name.</summary>
    /// <example>myfile.wav</example>
    [Required]
    public string? Name { get; set; }

    internal IRequest<AudioContent> ToQuery(HttpRequest request) => ToQuery(new NameParameters { Name = Name }.ToSelector(), request);
}
