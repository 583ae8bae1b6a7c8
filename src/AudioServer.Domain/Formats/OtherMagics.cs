using static AudioServer.Domain.Formats.MagicNumber;

namespace AudioServer.Domain.Formats;

/// <summary>Formats that hold no audio, or none that can be decoded, by their marks; they are told apart so that the sender learns what was sent.</summary>
internal static class OtherMagics
{
    public static readonly MagicNumber[] All =
    [
        // Audio that cannot be decoded here. RIFX: ffmpeg 5.1 takes the big-endian samples for little-endian and plays noise.
        Text("RIFX????WAVE", Other("a big-endian WAVE (RIFX) file")),
        Hex("7776706B ???????? ??00", Other("a WavPack 3 file")),
        Text("MP+", Other("a Musepack file of an unknown version")),
        Text("OFR ", Other("an OptimFROG file")),
        Text("ADIF", Other("an AAC file in the ADIF container")),

        // Scores: instructions to an instrument, not recordings.
        Text("MThd", Other("a MIDI score")),
        Text("RIFF????RMID", Other("a MIDI score")),
        Text("XMF_", Other("a MIDI score")),
        Text("RIFF????sfbk", Other("a SoundFont")),
        Text("Extended Module: ", Other("a tracker module")),
        Text("IMPM", Other("a tracker module")),
        Text("SCRM", Other("a tracker module"), offset: 44),
        Text("PTMF", Other("a tracker module"), offset: 44),
        Text("!Scream!\u001A", Other("a tracker module"), offset: 20),
        Text("MAS_UTrack_V00", Other("a tracker module")),
        Text("OKTASONG", Other("a tracker module")),
        Text("MTM\u0010", Other("a tracker module")),
        Text("MMD?\0", Other("a tracker module")),
        Text("DBM0", Other("a tracker module")),
        Text("GDM\u00FE", Other("a tracker module")),

        // ProTracker and its kin: the mark stands behind 31 instruments and the pattern table.
        .. new[] { "M.K.", "M!K!", "M&K!", "N.T.", "FLT4", "FLT8", "OCTA", "CD81", "?CHN", "??CH", "TDZ?" }
            .Select(mark => Text(mark, Other("a tracker module"), offset: 1080)),
        Text("PSID\0", Other("a chip tune")),
        Text("RSID\0", Other("a chip tune")),
        Text("NESM\u001A", Other("a chip tune")),
        Text("SNES-SPC700 Sound File Data", Other("a chip tune")),

        // Images.
        Hex("89504E470D0A1A0A", Other("a PNG image")),
        Hex("FFD8FF", Other("a JPEG image")),
        Text("GIF87a", Other("a GIF image")),
        Text("GIF89a", Other("a GIF image")),
        Text("BM????\0\0\0\0", Other("a BMP image")),
        Text("RIFF????WEBP", Other("a WebP image")),
        Text("RIFF????ACON", Other("an animated cursor")),
        Hex("49492A00", Other("a TIFF image")),
        Hex("4D4D002A", Other("a TIFF image")),
        Hex("00000100 ??00 ??????00", Other("an icon")),
        Hex("00000200 ??00 ??????00", Other("a cursor")),
        Hex("0000000C 6A502020 0D0A870A", Other("a JPEG 2000 image")),
        Hex("FF4FFF51", Other("a JPEG 2000 image")),
        Hex("0000000C 4A584C20 0D0A870A", Other("a JPEG XL image")),
        Text("8BPS\0\u0001", Other("a Photoshop image")),
        Text("gimp xcf", Other("a GIMP image")),
        Text("AT&TFORM", Other("a DjVu document")),
        .. new[] { "ILBM", "PBM ", "ACBM", "DEEP", "RGB8", "RGBN", "ANIM" }.Select(type => Text($"FORM????{type}", Other("an IFF image"))),

        // Documents and data.
        Text("%PDF-", Other("a PDF document")),
        Hex("D0CF11E0A1B11AE1", Other("a Microsoft Office document")),
        Text("SQLite format 3\0", Other("an SQLite database")),
        Text("wOFF", Other("a font")),
        Text("wOF2", Other("a font")),
        Text("OTTO\0", Other("a font")),
        Hex("0001000000", Other("a font")),
        Hex("000001B3", Other("a video without sound")), // MPEG-1 and 2 sequence header, H.264 parameter set, IVF: single streams
        Hex("0000000167", Other("a video without sound")),
        Text("DKIF\0\0", Other("a video without sound")),

        // Archives.
        Text("PK\u0003\u0004", Other("a ZIP archive")),
        Text("PK\u0005\u0006", Other("a ZIP archive")),
        Text("PK\u0007\u0008", Other("a ZIP archive")),
        Hex("1F8B08", Other("a gzip archive")),
        Text("BZh?1AY&SY", Other("a bzip2 archive")),
        Hex("FD377A585A00", Other("an xz archive")),
        Hex("377ABCAF271C", Other("a 7-Zip archive")),
        Text("Rar!\u001A\u0007", Other("a RAR archive")),
        Hex("28B52FFD", Other("a Zstandard archive")),
        Hex("04224D18", Other("an LZ4 archive")),
        Text("MSCF\0\0\0\0", Other("a cabinet archive")),
        Text("!<arch>\n", Other("a software package")),
        Hex("EDABEEDB", Other("a software package")),
        Text("ustar", Other("a tar archive"), offset: 257),

        // Programs.
        Text("\u007FELF", Other("a Linux executable")),
        Text("MZ", Other("a Windows executable")),
        Hex("FEEDFACE", Other("a macOS executable")),
        Hex("FEEDFACF", Other("a macOS executable")),
        Hex("CEFAEDFE", Other("a macOS executable")),
        Hex("CFFAEDFE", Other("a macOS executable")),
        Hex("CAFEBABE", Other("a compiled program")), // a Java class or a macOS executable for several processors
        Text("\0asm", Other("a WebAssembly module")),
        Text("dex\n", Other("an Android program")),
        Hex("1B4C7561", Other("a compiled program")),
    ];

    private static Signature.Other Other(string looksLike) => new(looksLike);
}
