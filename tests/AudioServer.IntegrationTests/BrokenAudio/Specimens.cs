using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace AudioServer.IntegrationTests.BrokenAudio;

/// <summary>The formats that are broken, and what is done to each beside what is done to all.</summary>
internal static class Specimens
{
    public static IReadOnlyList<Specimen> All { get; } =
    [
        Riff("WAV 16 bit", "wav-s16.wav") with
        {
            Own =
            [
                .. Scaled("data size", file => file.Find("data"u8) + 4, ByteEdits.ScaleLittle),
                .. Scaled("RIFF size", _ => 4, ByteEdits.ScaleLittle),
                new Damage("no samples", file => file.Without(44, file.Length - 44).With(copy => copy.AsSpan(40, 4).Clear())),
                new Damage("silent", file => file.With(copy => copy.AsSpan(44).Clear())),
                new Damage("clipped", file => file.With(copy => MemoryMarshal.Cast<byte, short>(copy.AsSpan(44, 4000)).Fill(short.MaxValue))),
            ],
        },
        Riff("WAV 24 bit", "wav-s24.wav"),
        Riff("RF64", "rf64.wav") with { Own = [.. Scaled("data size in ds64", file => file.Find("ds64"u8) + 16, ByteEdits.ScaleLittle)] },
        Aiff("AIFF", "aiff-s16.aiff"),
        Aiff("AIFF-C", "aifc-f32.aifc"),
        new("AU", "au-s16.au", file => (int)file.Big(4)) { Own = [.. Scaled("data size", _ => 8, ByteEdits.ScaleBig)] },
        new("CAF", "caf-s16.caf", file => file.Find("data"u8) + 16) { Own = [.. Scaled("data size", file => file.Find("data"u8) + 8, ByteEdits.ScaleBig)] },
        new("Wave64", "sony.w64", file => file.Find("data"u8) + 24) { Own = [.. Scaled("data size", file => file.Find("data"u8) + 16, ByteEdits.ScaleLittle)] },
        new("FLAC", "flac-s16.flac", Frames.FlacStart)
        {
            RemoveFrame = Frames.RemoveFlac,
            Own =
            [
                .. Scaled("total samples", _ => 22, ByteEdits.ScaleBig),
                new Damage("sample rate lies", file => file.With(copy => (copy[18], copy[19], copy[20]) = (0x0B, 0xB8, (byte)(copy[20] & 0x0F)))),
                new Damage("wrong MD5", file => file.Flip(26, 0)),
                new Damage("wrong frame CRC", file => file.Flip(Frames.FlacFrames(file)[1] - 1, 0)),
                new Damage("no samples", file => file[..Frames.FlacStart(file)]),
            ],
        },
        Ogg("Ogg Vorbis", "ogg-vorbis.ogg"),
        Ogg("Ogg Opus", "ogg-opus.opus"),
        Ogg("Ogg FLAC", "ogg-flac.oga"),
        Mp3("MP3, CBR, Info header", "mp3-cbr.mp3", "Info"),
        Mp3("MP3, VBR, Xing header", "mp3-vbr-xing.mp3", "Xing"),
        new("MP3 without header", "mp3-no-xing.mp3", Frames.Mp3Start) { RemoveFrame = Frames.RemoveMp3 },
        Mp4("M4A, AAC", "mp4-aac.m4a", indexSize: 834),
        Mp4("M4A, AAC, index first", "mp4-index-first.m4a", indexSize: 0),
        Mp4("M4A, ALAC", "mp4-alac.m4a", indexSize: 666),
        new("AAC, ADTS", "aac-adts.aac", _ => 0) { RemoveFrame = Frames.RemoveAdts },
        new("AC-3", "dolby-ac3.ac3", _ => 0) { RemoveFrame = Frames.RemoveDolby },
        new("E-AC-3", "dolby-eac3.eac3", _ => 0) { RemoveFrame = Frames.RemoveDolby },
        new("WMA", "asf-wmav2.wma", Frames.AsfStart)
        {
            RemoveFrame = Frames.RemoveAsfPacket,
            Own = [.. Scaled("play duration", file => file.Find([0xA1, 0xDC, 0xAB, 0x8C, 0x47, 0xA9, 0xCF, 0x11]) + 64, ByteEdits.ScaleLittle)],
        },
        new("WavPack", "myfile.wav", _ => 32)
        {
            Recipe = Recipe.Thrice("three.wv", "wavpack"),
            RemoveFrame = Frames.RemoveWavPackBlock,
            Own = [.. Scaled("total samples", _ => 12, ByteEdits.ScaleLittle), new Damage("wrong checksum", file => file.Flip(28, 0))],
        },
        new("True Audio", "myfile.wav", _ => 38)
        {
            Recipe = Recipe.Thrice("three.tta", "tta"),
            Own = [.. Scaled("total samples", _ => 14, ByteEdits.ScaleLittle), new Damage("wrong checksum", file => file.Flip(file.Length - 1, 0))],
        },
        Matroska("Matroska, Vorbis", "matroska-vorbis.mka", indexSize: 0),
        Matroska("WebM, Opus", "webm-opus.webm", indexSize: 22),
        new("AMR", "amr-nb.amr", _ => 6) { RemoveFrame = Frames.RemoveAmr },
    ];

    private static Specimen Riff(string format, string fixture) => new(format, fixture, file => file.Find("data"u8) + 8);

    private static Specimen Aiff(string format, string fixture) => new(format, fixture, file => file.Find("SSND"u8) + 16)
    {
        Own = [.. Scaled("sample count", file => file.Find("COMM"u8) + 10, ByteEdits.ScaleBig), .. Scaled("sound chunk size", file => file.Find("SSND"u8) + 4, ByteEdits.ScaleBig)],
    };

    private static Specimen Ogg(string format, string fixture) => new(format, fixture, file => Frames.OggPages(file)[2])
    {
        Recipe = Recipe.SmallPages(fixture),
        RemoveFrame = Frames.RemoveOggPage,
        Own =
        [
            new Damage("wrong page checksum", file => file.Flip(Frames.OggPages(file)[^1] + 22, 0)),
            new Damage("last position doubled", file => file.ScaleLittle(Frames.OggPages(file)[^1] + 6, 2).With(copy => Frames.SealOggPage(copy, Frames.OggPages(copy)[^1]))),
            new Damage("no samples", file => file[..Frames.OggPages(file)[2]]),
        ],
    };

    private static Specimen Mp3(string format, string fixture, string header) => new(format, fixture, file => file.Find(System.Text.Encoding.ASCII.GetBytes(header)) + 400)
    {
        RemoveFrame = Frames.RemoveMp3,
        Own = [.. Scaled("frame count", file => file.Find(System.Text.Encoding.ASCII.GetBytes(header)) + 8, ByteEdits.ScaleBig)],
    };

    private static Specimen Mp4(string format, string fixture, int indexSize) => new(format, fixture, file => file.Find("mdat"u8) + 4)
    {
        TailSize = indexSize,
        Own =
        [
            .. Scaled("media duration", file => file.Find("mdhd"u8) + 20, ByteEdits.ScaleBig),
            new Damage("sample sizes lie", file => file.With(copy => BinaryPrimitives.WriteUInt32BigEndian(copy.AsSpan(file.Find("stsz"u8) + 20), 1))),
            new Damage("chunk offsets lie", file => file.With(copy => BinaryPrimitives.WriteUInt32BigEndian(copy.AsSpan(file.Find("stco"u8) + 12), (uint)file.Length))),
        ],
    };

    private static Specimen Matroska(string format, string fixture, int indexSize) => new(format, fixture, file => file.Find([0x1F, 0x43, 0xB6, 0x75]) + 12)
    {
        TailSize = indexSize,
        Own = [new Damage("duration lies: doubled", file => file.With(copy => copy[file.Find([0x44, 0x89, 0x88]) + 4] += 0x10))],
    };

    private static IEnumerable<Damage> Scaled(string field, Func<byte[], int> at, Func<byte[], int, double, byte[]> scale) =>
    [
        new Damage($"{field} doubled", file => scale(file, at(file), 2)),
        new Damage($"{field} halved", file => scale(file, at(file), 0.5)),
    ];
}
