namespace AudioServer.Domain.AudioFiles;

/// <summary>Where the proof by decoding stands.</summary>
public enum VerificationState
{
    /// <summary>Waiting to be decoded.</summary>
    Pending,

    /// <summary>Being decoded now.</summary>
    Running,

    /// <summary>Every byte that should decode did, and what the headers declare is true.</summary>
    Ok,

    /// <summary>It plays, but something declared is false or some data was skipped.</summary>
    Suspect,

    /// <summary>It cannot be decoded to its end, or nothing decodes.</summary>
    Broken,

    /// <summary>This server has no decoder for it.</summary>
    Skipped,
}

/// <summary>How a duration is known.</summary>
public enum DurationSource
{
    /// <summary>The file's headers claim it, or it was estimated from them.</summary>
    Header,

    /// <summary>Samples that really decode, divided by their rate.</summary>
    Decoded,
}
