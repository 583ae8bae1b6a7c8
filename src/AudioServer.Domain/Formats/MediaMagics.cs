using static AudioServer.Domain.Formats.MagicNumber;

namespace AudioServer.Domain.Formats;

/// <summary>
/// The containers that hold audio and begin with a mark of their own. Where a mark could also begin a text it includes what follows it in every
/// real file (a version, a header size, a zero byte).
/// </summary>
internal static class MediaMagics
{
    public static readonly MagicNumber[] All =
    [
        // Waveforms. RIFF: Microsoft Multimedia Programming Interface 1.0; RF64 and BW64: ITU-R BS.2088, EBU Tech 3306; Wave64: Sony Pictures Digital.
        Text("RIFF????WAVE", Media("wav")),
        Text("RF64????WAVE", Media("wav")),
        Text("BW64????WAVE", Media("wav")),
        Hex("726966662E91CF11A5D628DB04C10000 ???????????????? 77617665F3ACD3118CD100C04F8EDB8A", Media("w64")),
        Text("RIFF????XWMA", Media("xwma")),
        Text("FORM????AIFF", Media("aiff")), // Apple Audio Interchange File Format 1.3
        Text("FORM????AIFC", Media("aiff")),
        Text("FORM????8SVX", Media("iff")), // EA IFF 85
        Text("FORM????16SV", Media("iff")),
        Text("FORM????MAUD", Media("iff")),
        Text("FRM8????????DSD ", Media("iff")), // DSDIFF 1.5
        Text("DSD \u001C\0\0\0", Media("dsf")), // DSF 1.01: the header chunk is 28 bytes
        Text(".snd\0", Media("au")), // Sun: the header's size is big-endian
        Text("caff\0\u0001", Media("caf")), // Apple Core Audio Format 1.0
        Text("Creative Voice File\u001A", Media("voc")),
        Text("NIST_1A\n", Media("nistsphere")),
        Text(".SoX", Media("sox")),
        Text("XoS.", Media("sox")),
        Text("PVF1\n", Media("pvf")),
        Text(" paf\0\0\0\0", Media("epaf")),
        Text("fap \0\0\0\0", Media("epaf")),
        Text("ALawSoundFile**\0", Media("wve")),
        Text("FSSD" + new string('?', 59) + "HCOM", Media("hcom"), offset: 65),
        Hex("64A3??00", Media("ircam")), // Berkeley/IRCAM/CARL, either byte order
        Hex("00??A364", Media("ircam")),

        // Compressed, lossless. Monkey's Audio counts its versions in thousandths: 3.58 to 4.09; WavPack in hundreds of hexadecimal: 4.xx.
        Text("fLaC", Media("flac")), // RFC 9639 section 6
        Text("MAC ?\u000E", Media("ape")),
        Text("MAC ?\u000F", Media("ape")),
        Hex("7776706B ???????? ??04", Media("wv")), // WavPack 4 and 5: block header
        Text("TTA1", Media("tta")),
        Text("tBaK", Media("tak")),
        Text("ajkg", Media("shn")),
        Hex("F8726FBA", Media("truehd"), offset: 4), // Dolby TrueHD and MLP: the major sync of an access unit
        Hex("F8726FBB", Media("mlp"), offset: 4),

        // Compressed, lossy.
        Text("OggS\0", Media("ogg")), // RFC 3533 section 6
        Text("MPCK", Media("mpc8")),
        Text("MP+\u0007", Media("mpc")), // stream version 7.0 and 7.1
        Text("MP+\u0017", Media("mpc")),
        Text("#!AMR\n", Media("amr")), // RFC 4867 section 5
        Text("#!AMR-WB\n", Media("amr")),
        Text("#!iLBC20\n", Media("ilbc")), // RFC 3952 section 4.1
        Text("#!iLBC30\n", Media("ilbc")),
        Text("RIFF????QLCM", Media("qcp")), // RFC 3625
        Text("DTSHDHDR", Media("dtshd")),
        Text("EA3\u0001\0", Media("oma")), // Sony OpenMG, bare and behind its kind of ID3 tag
        Text("EA3\u0003\0", Media("oma")),
        Text("ea3\u0003\0", Media("oma")),
        Hex("C0DEC2", Media("codec2")),

        // Containers of sound and pictures. ISO/IEC 14496-12 4.3; the boxes that QuickTime files without "ftyp" begin with.
        .. StillPictures("avif", "avis", "heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1"),
        Text("????ftypcrx ", new Signature.Other("a camera's raw image")),
        Text("????ftypjp2 ", new Signature.Other("a JPEG 2000 image")),
        Text("????ftyp", Media("mov")),
        Text("????moov", Media("mov")),
        Text("????mdat", Media("mov")),
        .. new[] { "free", "skip", "wide", "pnot", "styp", "sidx", "moof" }.Select(box => Text($"\0???{box}", Media("mov"))),
        Hex("1A45DFA3", Media("matroska")), // RFC 8794 section 11.2.1
        Hex("3026B2758E66CF11A6D900AA0062CE6C", Media("asf")), // Advanced Systems Format 3.1
        Text("RIFF????AVI ", Media("avi")),
        Text("FLV\u0001", Media("flv")),
        Text(".RMF\0", Media("rm")),
        Text(".ra\u00FD", Media("rm")),
        Hex("000001BA", Media("mpeg")), // ISO/IEC 13818-1 2.5.3.3: a pack header
        Text("nut/multimedia container\0", Media("nut")),
        Hex("060E2B34020501010D01020101", Media("mxf")), // SMPTE ST 377-1: a partition pack
    ];

    private static Signature.Media Media(string demuxer) => new(demuxer);

    private static IEnumerable<MagicNumber> StillPictures(params string[] brands) =>
        brands.Select(brand => Text($"????ftyp{brand}", new Signature.Other(brand is "avif" or "avis" ? "an AVIF image" : "an HEIF image")));
}
