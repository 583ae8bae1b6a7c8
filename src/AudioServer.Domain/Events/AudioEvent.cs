namespace AudioServer.Domain.Events;

/// <summary>Something that has become of a file. Written in the transaction that makes it true, so that none is told that is not and none is lost.</summary>
public sealed class AudioEvent(Guid ownerId, AudioEventType type, DateTimeOffset at, string data)
{
    /// <summary>For so long an event can be told again to who missed it.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromHours(24);

    /// <summary>Its place among all events; given by the database.</summary>
    public long Sequence { get; private set; }

    /// <summary>Whose file.</summary>
    public Guid OwnerId { get; private set; } = ownerId;

    public AudioEventType Type { get; private set; } = type;

    public DateTimeOffset At { get; private set; } = at;

    /// <summary>The file as it was then, as answers show it: JSON.</summary>
    public string Data { get; private set; } = data;
}

/// <summary>What has become of a file.</summary>
public enum AudioEventType
{
    Created,

    /// <summary>Verification has come to an end, whatever the verdict.</summary>
    Verified,
    Deleted,
}
