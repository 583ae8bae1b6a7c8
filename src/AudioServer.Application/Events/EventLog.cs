using System.Text.Json;
using AudioServer.Application.AudioFiles;
using AudioServer.Application.Ports;
using AudioServer.Domain.AudioFiles;
using AudioServer.Domain.Events;
using AutoMapper;

namespace AudioServer.Application.Events;

/// <summary>Writes what becomes of files beside the change that makes it true: both are in the next save, or neither.</summary>
public sealed class EventLog(IAudioDb db, IMapper mapper, TimeProvider time)
{
    /// <param name="type">What becomes of it.</param>
    /// <param name="file">With its labels loaded, as it is after the change.</param>
    public void Add(AudioEventType type, AudioFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        db.Events.Add(new AudioEvent(file.OwnerId, type, time.GetUtcNow(), JsonSerializer.Serialize(mapper.Map<AudioFileView>(file), JsonSettings.Options)));
    }
}
