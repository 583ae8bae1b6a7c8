namespace AudioServer.Domain.Waveforms;

/// <summary>
/// How a waveform is stored, all little-endian. A header: <see cref="Magic"/>, the channels of the audio (int32), the tracks of the waveform
/// (int32), the sample rate in Hz (int32). Then for each <see cref="BaseZoom"/> samples the minimum and maximum (int16 each) of every track: first the
/// mean of all channels, then, when they are 2 to <see cref="MaxSplitChannels"/>, each channel. Last, because only then it is known, how many samples of one channel
/// there were (int64).
/// </summary>
internal static class WaveformFile
{
    public const int BaseZoom = Pcm.SampleWindow.Length;
    public const int MaxSplitChannels = 16;
    public const int HeaderSize = 16;
    public const int TrailerSize = 8;

    /// <summary>Bytes of one track's minimum and maximum.</summary>
    public const int PairSize = 4;

    /// <summary>Its last digit is the version of the format.</summary>
    public static ReadOnlySpan<byte> Magic => "ASW1"u8;

    public static int TracksOf(int channels) => channels is > 1 and <= MaxSplitChannels ? 1 + channels : 1;

    public static long PointsOf(long samples) => (samples + BaseZoom - 1) / BaseZoom;
}
