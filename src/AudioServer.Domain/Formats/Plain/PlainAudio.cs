namespace AudioServer.Domain.Formats.Plain;

/// <summary>What the headers of a plain file say: <see cref="PlainHeaders"/>.</summary>
/// <param name="Codec">ffprobe's name.</param>
/// <param name="SampleFormat">ffmpeg's name of the format in which its decoder gives the samples out.</param>
/// <param name="SampleRate">Hz.</param>
/// <param name="Channels">Count.</param>
/// <param name="BitsPerSample">Of a sample of one channel.</param>
/// <param name="BitRate">bit/s.</param>
/// <param name="Duration">Seconds, to the microsecond.</param>
public sealed record PlainAudio(string Codec, string SampleFormat, int SampleRate, int Channels, int BitsPerSample, long BitRate, double Duration)
{
    /// <summary>Seconds as ffprobe prints them.</summary>
    internal static double Seconds(long samples, int rate) => Math.Round((double)samples / rate, 6);
}
