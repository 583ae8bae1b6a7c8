namespace AudioServer.Domain.Verification.Rules;

/// <summary>Where ffmpeg's word on a sound file is not the truth: counts of samples that the format states exactly, checksums.</summary>
internal static class DecoderHabits
{
    /// <summary>
    /// Half of the customary long block. ffmpeg takes the first packet, which makes no samples, for one that does, and so cuts the end of a
    /// stream by too much, or, when the cut would go through more than the last packet, not at all.
    /// </summary>
    private const int VorbisPacket = 1024;

    /// <summary>A packet of 20 ms: in MP4 the padding behind the last sample is not taken off.</summary>
    private const int OpusPacket = 960;

    /// <summary>Whether its word on a checksum is worth anything: of layer I it takes the checksum over more bits than that covers where channels are joined.</summary>
    public static bool KnowsChecksumsOf(string codec) => codec != "mp1";

    /// <summary>Samples of one channel, more or fewer.</summary>
    public static int Samples(string container, string codec) => (container, codec) switch
    {
        (_, "vorbis") => VorbisPacket,
        ("mp4", "opus") => OpusPacket,
        _ => 0,
    };
}
