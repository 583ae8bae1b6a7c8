using AudioServer.Domain;
using AudioServer.Domain.AudioFiles;

namespace AudioServer.UnitTests;

/// <summary>Audio files to test with: a second of stereo, as the gate would describe it.</summary>
internal static class TestAudio
{
    public static readonly Guid Id = new("019b0000-0000-7000-8000-000000000001");
    public static readonly DateTimeOffset Noon = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    public static AudioFile File(string name = "take.wav", AudioTags? tags = null, DateTimeOffset? createdAt = null, double? duration = 1.0) => new(
        Id,
        Owners.Local,
        FileName.Parse(name),
        new ContentFingerprint(176_444, new string('a', 64)),
        new AudioDescription("wav", "audio/wav", "wav", "pcm_s16le", "wav", duration, duration, 44_100, 2, 16, 1_411_200, HasCover: false, tags ?? AudioTags.None),
        createdAt ?? Noon);
}
