namespace AudioServer.Domain.AudioFiles;

/// <summary>One <c>key:value</c> its owner has put on a file.</summary>
public sealed class AudioFileLabel(Guid audioFileId, string key, string value)
{
    public Guid AudioFileId { get; private set; } = audioFileId;

    public string Key { get; private set; } = key;

    public string Value { get; private set; } = value;
}
