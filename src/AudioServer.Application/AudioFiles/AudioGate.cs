using AudioServer.Application.Ports;
using AudioServer.Domain.AudioFiles;
using AudioServer.Domain.Failures;
using AudioServer.Domain.Formats;
using AudioServer.Domain.Formats.Plain;

namespace AudioServer.Application.AudioFiles;

/// <summary>
/// Decides whether bytes are audio, and what audio, by the bytes alone: our own look at the magic numbers chooses the demuxer, and describes the plainest of files;
/// of all others the tag reader and the prober, each in a process of its own, say the rest. Rate, channels and codec are the prober's word;
/// the tag reader's durations are too often wrong to be more than a last resort.
/// </summary>
public sealed class AudioGate(ITagReader tags, IStreamProber prober)
{
    /// <exception cref="NotAudio">It is not audio, with what it looks like.</exception>
    /// <exception cref="Unavailable">The prober cannot run just now.</exception>
    public async Task<AudioDescription> InspectAsync(IStagedUpload upload, CancellationToken cancellationToken)
    {
        var (demuxer, plain) = LookAt(upload);
        if (plain is not null)
        {
            return Describe(demuxer, FactsOf(plain, demuxer), null);
        }

        try
        {
            var (reading, probing) = (tags.ReadAsync(upload.Path, demuxer, cancellationToken), prober.ProbeAsync(upload.Path, demuxer, cancellationToken));
            await Task.WhenAll(reading, probing);
            return Describe(demuxer, await probing ?? throw new NotAudio($"{demuxer} data in which no audio stream can be found"), await reading);
        }
        catch (ProberUnavailableException unavailable)
        {
            throw new Unavailable("The server cannot look into audio files just now.", unavailable);
        }
    }

    private static (string Demuxer, PlainAudio? Plain) LookAt(IStagedUpload upload)
    {
        using var content = upload.OpenRead();
        return SignatureDetector.Detect(content) switch
        {
            Signature.Media media => (media.Demuxer, PlainHeaders.Read(content, media.Demuxer)),
            Signature.Other other => throw new NotAudio(other.LooksLike),
            _ => throw new InvalidOperationException("A signature is media or something else."),
        };
    }

    /// <summary>A plain file's demuxer and container have one name.</summary>
    private static StreamFacts FactsOf(PlainAudio plain, string demuxer) => new(
        demuxer,
        plain.Codec,
        plain.SampleRate,
        plain.Channels,
        plain.BitsPerSample,
        plain.BitRate,
        plain.Duration,
        EstimatedDuration: null,
        HasVideo: false,
        HasCover: false,
        IsWebM: false,
        AudioTags.None,
        plain.SampleFormat);

    private static AudioDescription Describe(string demuxer, StreamFacts facts, TagReading? reading)
    {
        var container = MediaTypes.ContractContainer(facts.Container);
        return new AudioDescription(
            demuxer,
            MediaTypes.ContentType(container, facts.Codec, facts.HasVideo, facts.IsWebM),
            container,
            facts.Codec,
            MediaTypes.Extension(container, facts.Codec, facts.HasVideo, facts.IsWebM),
            facts.DeclaredDuration ?? facts.EstimatedDuration ?? reading?.Duration,
            facts.DeclaredDuration,
            facts.SampleRate,
            facts.Channels,
            facts.BitsPerSample,
            facts.BitRate,
            facts.HasCover || reading is { HasCover: true },
            (reading?.Tags ?? AudioTags.None).OrElse(facts.Tags),
            facts.SampleFormat);
    }
}
