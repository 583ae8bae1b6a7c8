using System.Buffers.Binary;
using AudioServer.Domain.Structure.Flac;

namespace AudioServer.Domain.Structure.Ogg;

/// <summary>What a stream's first packet tells of the audio in it.</summary>
/// <param name="Codec">ffprobe's name.</param>
/// <param name="SampleRate">Hz; 0 where it states none.</param>
/// <param name="Channels">Count.</param>
internal sealed record OggAudio(string Codec, int SampleRate, int Channels)
{
    /// <summary>Packets before the first of audio.</summary>
    public int HeaderPackets { get; private init; }

    /// <summary>Samples at the beginning that only warm the decoder up.</summary>
    public int PreSkip { get; private init; }

    /// <summary>Samples of one packet: exactly, or for Vorbis at most; 0 where each packet tells.</summary>
    public int PacketSamples { get; private init; }

    /// <summary>Of FLAC.</summary>
    public FlacStreamInfo? Flac { get; private init; }

    /// <summary>Null where the packet begins no audio that is known here.</summary>
    public static OggAudio? Identify(ReadOnlySpan<byte> packet) =>
        packet.StartsWith("OpusHead"u8) ? Opus(packet)
        : packet.StartsWith("\u0001vorbis"u8) ? Vorbis(packet)
        : packet.StartsWith("\u007FFLAC"u8) ? FlacMapping(packet)
        : packet.StartsWith("Speex   "u8) ? Speex(packet)
        : null;

    /// <summary>Samples that a packet makes, at most, from its first bytes.</summary>
    public int SamplesOf(ReadOnlySpan<byte> packet) => packet.IsEmpty ? 0 : Codec switch
    {
        "opus" => OpusSamples(packet),
        "flac" => FlacFrameHeader.Parse(packet, Flac)?.BlockSize ?? 0,
        _ => PacketSamples,
    };

    /// <summary>RFC 7845, 5.1: version, channels, pre-skip. Its granules count at 48 kHz whatever was recorded.</summary>
    private static OggAudio? Opus(ReadOnlySpan<byte> packet) => packet.Length < 19
        ? null
        : new OggAudio("opus", 48_000, packet[9]) { HeaderPackets = 2, PreSkip = BinaryPrimitives.ReadUInt16LittleEndian(packet[10..]) };

    /// <summary>Vorbis I, 4.2.2: version, channels, rate, three bit rates, the exponents of the short and the long block.</summary>
    private static OggAudio? Vorbis(ReadOnlySpan<byte> packet) => packet.Length < 30
        ? null
        : new OggAudio("vorbis", Positive(BinaryPrimitives.ReadInt32LittleEndian(packet[12..])), packet[11])
        {
            HeaderPackets = 3,

            // 1.3.2: two long blocks overlap by half, so a packet makes at most half of one.
            PacketSamples = (1 << (packet[28] >> 4)) / 2,
        };

    /// <summary>RFC 9639, 10.1: version, number of header packets, "fLaC", STREAMINFO with its block header.</summary>
    private static OggAudio? FlacMapping(ReadOnlySpan<byte> packet) =>
        packet.Length >= 17 && FlacStreamInfo.Parse(packet[17..]) is { } info
            ? new OggAudio("flac", info.SampleRate, info.Channels) { HeaderPackets = 1, Flac = info }
            : null;

    /// <summary>The Speex manual, 7 (SpeexHeader): rate, mode, channels, frames in a packet, headers beyond the two.</summary>
    private static OggAudio? Speex(ReadOnlySpan<byte> packet) => packet.Length < 80
        ? null
        : new OggAudio("speex", Positive(Field(packet, 36)), Field(packet, 48))
        {
            HeaderPackets = 2 + Math.Clamp(Field(packet, 68), 0, 1000),
            PacketSamples = (160 << Math.Clamp(Field(packet, 40), 0, 2)) * Math.Clamp(Field(packet, 64), 1, 100),
        };

    /// <summary>RFC 6716, 3.1: five bits choose the frame's length, two how many frames there are, of which one choice is "the next byte tells".</summary>
    private static int OpusSamples(ReadOnlySpan<byte> packet)
    {
        var configuration = packet[0] >> 3;
        var frame = configuration switch
        {
            < 12 => (configuration & 3) switch { 3 => 2880, var size => 480 << size }, // SILK: 10, 20, 40, 60 ms
            < 16 => 480 << (configuration & 1), // hybrid: 10, 20 ms
            _ => 120 << (configuration & 3), // CELT: 2.5, 5, 10, 20 ms
        };
        return frame * (packet[0] & 3) switch { 0 => 1, 1 or 2 => 2, _ => packet.Length > 1 ? packet[1] & 0x3F : 0 };
    }

    private static int Field(ReadOnlySpan<byte> packet, int at) => BinaryPrimitives.ReadInt32LittleEndian(packet[at..]);

    private static int Positive(int rate) => Math.Max(rate, 0);
}
