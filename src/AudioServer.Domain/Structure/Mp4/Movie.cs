namespace AudioServer.Domain.Structure.Mp4;

/// <summary>What the boxes of a file say, gathered while they are walked.</summary>
/// <param name="length">Of the file.</param>
internal sealed class Movie(long length)
{
    private Track? _track;
    private bool _inTrack;

    public long Length { get; } = length;

    /// <summary>Ticks a second of the movie; 0 when not stated.</summary>
    public long Timescale { get; private set; }

    /// <summary>Whether there is an index (moov) at all.</summary>
    public bool HasIndex { get; private set; }

    /// <summary>The first sound track; null without one.</summary>
    public Track? Sound { get; private set; }

    public Fragments Fragments { get; } = new(length);

    /// <summary>The outermost box that the file's end cuts; null when none is.</summary>
    public Box? Cut { get; private set; }

    /// <summary>Where the last mdat box ends; 0 without one.</summary>
    public long MediaEnd { get; private set; }

    public bool LooksInto(string type) => type switch
    {
        "moov" or "mvex" or "moof" or "traf" => true,
        "trak" => Sound is null,
        "edts" or "mdia" or "minf" or "stbl" => _inTrack && _track is { IsOther: false },
        _ => false,
    };

    /// <summary>Takes in a box, whose content is next.</summary>
    public void Enter(Box box, ForwardReader reader, bool isOutermost)
    {
        if (isOutermost && box.End > Length)
        {
            Cut = box;
        }

        switch (box.Type)
        {
            case "moov":
                HasIndex = true;
                break;
            case "mdat":
                MediaEnd = Math.Max(MediaEnd, box.End);
                break;
            case "mvhd" when MediaTime.Parse(reader.Peek((int)Math.Clamp(box.End - box.Content, 0, 32))) is { } time:
                Timescale = time.Timescale;
                break;
            case "trak" when Sound is null:
                (_track, _inTrack) = (new Track(box.Start), true);
                break;
            case "moof" or "tfhd" or "trun" or "sidx" or "trex" or "mehd":
                Fragments.Read(box, reader);
                break;
            default:
                if (_inTrack)
                {
                    _track!.Read(box, reader);
                }

                break;
        }
    }

    /// <summary>Takes in that a box looked into has ended.</summary>
    public void Leave(Box box)
    {
        if (box.Type == "trak")
        {
            _inTrack = false;
            if (_track is { IsAudio: true } sound && Sound is null)
            {
                Sound = sound;
                Fragments.TrackId = sound.Id;
            }
        }
    }
}
