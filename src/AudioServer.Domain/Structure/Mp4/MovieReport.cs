using AudioServer.Domain.Verification;

namespace AudioServer.Domain.Structure.Mp4;

/// <summary>Weighs what the boxes say against the file that is there.</summary>
/// <param name="movie">Walked to its end.</param>
/// <param name="codec">ffprobe's name.</param>
internal sealed class MovieReport(Movie movie, string codec)
{
    // An edit list counts in the movie's ticks, often milliseconds: it may round either way.
    private const double LongEdit = 0.5;

    private readonly SampleLayout _layout = movie.Sound is { IsTooLarge: false } sound ? Layout(sound, codec, movie.Length) : default;

    public FindingList Findings { get; } = new();

    /// <summary>Seconds of sound that are there; null when not known.</summary>
    public double? EndsAt => Present is { } present ? (double)present / Rate : null;

    private bool IsChecked => movie.Sound is { IsTooLarge: false, Timescale: > 0 } && Rate > 0;

    /// <summary>Hz. The entry has room for 16 bits: a higher rate is halved there, and the timescale tells.</summary>
    private int Rate => movie.Sound switch
    {
        { Entry.SampleRate: > 0 and var rate, Timescale: <= int.MaxValue and var ticks } when ticks > ushort.MaxValue && ticks % rate == 0 => (int)ticks,
        { Entry.SampleRate: > 0 and var rate } => rate,
        { Timescale: > 0 and <= int.MaxValue and var ticks } => (int)ticks,
        _ => 0,
    };

    /// <summary>Ticks that the tables and the fragments list.</summary>
    private long Listed => Ticks.Sum(movie.Sound!.Tables.Duration, movie.Fragments.ListedTicks);

    /// <summary>The byte behind the furthest sample.</summary>
    private long End => Math.Max(_layout.End, movie.Fragments.End);

    /// <summary>Samples in the file, of those that the edit list plays.</summary>
    private long? Present
    {
        get
        {
            if (!IsChecked || movie.Sound!.Edits > 1)
            {
                return null;
            }

            var there = Samples(Math.Max(0, Ticks.Sum(_layout.PresentTicks, movie.Fragments.PresentTicks) - movie.Sound.EditStart));
            return movie.Fragments.Any ? there : Math.Min(there, Declared ?? there);
        }
    }

    /// <summary>
    /// The edit list's duration, else the media's. Where the edit list differs from the media by no more than its ticks can tell, the media counts
    /// finer; of fragments only an index or the mehd box says in advance how much they are.
    /// </summary>
    private long? Declared
    {
        get
        {
            if (movie.Sound is not { Timescale: > 0 } sound || Rate == 0)
            {
                return null;
            }

            if (movie.Fragments is { IndexedSeconds: > 0 and var seconds })
            {
                return (long)Math.Round(seconds * Rate);
            }

            if (movie.Fragments.MovieTicks > 0 && movie.Timescale > 0)
            {
                return Ticks.Scale(movie.Fragments.MovieTicks, movie.Timescale, Rate);
            }

            if (movie.Fragments.Any)
            {
                return null;
            }

            var media = Media(sound);
            return Edit(sound) is { } edit && Math.Min(edit, media) is var played && media - played > 2 * Tick ? played : media;
        }
    }

    /// <summary>Samples that a tick of the movie lasts, rounded up.</summary>
    private long Tick => movie.Timescale > 0 ? (Rate / movie.Timescale) + 1 : 0;

    public void Tell()
    {
        if (!movie.HasIndex)
        {
            Findings.Add(SizeFindings.Missing("the index (moov) without which nothing of it can be played", movie.Length));
            return;
        }

        if (IsChecked)
        {
            TellSamples();
        }

        TellCut();
        if (movie.Sound is { } sound && Rate > 0 && Edit(sound) is { } edit && !movie.Fragments.Any && edit - Media(sound) > Math.Max(LongEdit * Rate, 2 * Tick))
        {
            Findings.Add(new Finding(
                FindingCodes.DurationMismatch,
                Severity.Warning,
                SizeFindings.Text($"The edit list plays {(double)edit / Rate:0.0##} s of a track that holds {(double)Media(sound) / Rate:0.0##} s."),
                EndsAt,
                sound.Start));
        }
    }

    public FileStructure ToStructure()
    {
        var sound = movie.Sound;
        return new FileStructure
        {
            DeclaredSamples = Declared,
            PresentSamples = Present,
            ToleranceSamples = sound is null ? 0 : Tolerance(sound),
            SampleRate = Rate > 0 ? Rate : null,
            Channels = sound?.Entry is { Channels: > 0 and var channels } ? channels : null,
            AudioEnd = IsChecked && End > 0 ? Math.Min(End, movie.Length) : null,
            Findings = Findings,
        };
    }

    private void TellSamples()
    {
        var promised = Math.Max(End, movie.Fragments.IndexedEnd);
        if (promised > movie.Length)
        {
            var all = (double)Ticks.Scale(Listed, movie.Sound!.Timescale, Rate) / Rate;
            var there = (double)Samples(Ticks.Sum(_layout.PresentTicks, movie.Fragments.PresentTicks)) / Rate;
            Findings.Add(new Finding(
                FindingCodes.Truncated,
                Severity.Error,
                SizeFindings.Text($"The index lists audio up to byte {promised:N0}, but the file ends at {movie.Length:N0}{SizeFindings.Amount(there, Math.Max(all, movie.Fragments.IndexedSeconds))}."),
                there,
                movie.Length));
        }
        else if (movie.MediaEnd > 0 && End > movie.MediaEnd)
        {
            Findings.Add(SizeFindings.SizeWrong(Severity.Warning, $"The index lists audio up to byte {End:N0}, but the media (mdat) ends at {movie.MediaEnd:N0}.", movie.MediaEnd));
        }

        if (movie.Sound!.Tables.Count > _layout.Placed)
        {
            Findings.Add(new Finding(
                FindingCodes.MissingData, Severity.Error, SizeFindings.Text($"The index counts {movie.Sound.Tables.Count:N0} frames, but tells only of {_layout.Placed:N0} where they are."), EndsAt, movie.Sound.Start));
        }
    }

    private void TellCut()
    {
        if (movie.Cut is not { } cut || Findings.Any(finding => finding.Code == FindingCodes.Truncated))
        {
            return;
        }

        // The index said where the audio is, and all of it was there: what is cut is something else.
        var harmless = IsChecked && Listed > 0 && cut.Type is not ("moov" or "moof" or "sidx");
        Findings.Add(harmless
            ? SizeFindings.SizeWrong(Severity.Warning, $"The box \"{cut.Type}\" promises {cut.End - cut.Start:N0} bytes, but the file ends after {movie.Length - cut.Start:N0} of them; no audio is missing.", cut.Start)
            : SizeFindings.Truncated($"box \"{cut.Type}\"", cut.End - cut.Start, movie.Length - cut.Start, movie.Length, EndsAt, null));
    }

    /// <summary>Samples that the edit list plays; null without one, or where it leaves that open.</summary>
    private long? Edit(Track sound) => sound.EditDuration is > 0 and var ticks && movie.Timescale > 0 ? Ticks.Scale(ticks, movie.Timescale, Rate) : null;

    /// <summary>Samples of the media from where the edit list begins.</summary>
    private long Media(Track sound) => Samples(Math.Max(0, (sound.Duration > 0 ? sound.Duration : Listed) - sound.EditStart));

    private long Samples(long ticks) => Ticks.Scale(ticks, movie.Sound!.Timescale, Rate);

    private long Tolerance(Track sound)
    {
        var frame = Math.Max(1024, Samples(_layout.FrameTicks));
        if (SampleBlocks.Of(codec, 1, 0) is { Samples: 1 })
        {
            return 0;
        }

        // Lossless codecs know the length of their last frame; the edit list's end is trimmed of none.
        var trimmed = Edit(sound) is { } edit ? Math.Abs(Media(sound) - edit) : 0;
        if (codec is "alac" or "flac" or "mp4als")
        {
            return trimmed > 2 * Tick ? Math.Min(trimmed, frame) : 0;
        }

        // Without an edit list iTunes names the encoder's delay, 2112 samples, in a tag of its own (iTunSMPB), and decoders take it off.
        return sound.EditDuration is null ? frame + 2112 : Math.Max(frame, Math.Min(trimmed, Rate / 2));
    }

    private static SampleLayout Layout(Track sound, string codec, long length)
    {
        var (samples, bytes) = sound.Entry is { PacketSamples: > 0, PacketBytes: > 0 } entry
            ? (entry.PacketSamples, entry.PacketBytes)
            : sound.Entry is { } plain && SampleBlocks.Of(codec, plain.Channels, 0) is { } blocks ? (blocks.Samples, blocks.Bytes) : (0L, 0L);
        return SampleLayout.Of(sound.Tables, samples, bytes, length);
    }
}
