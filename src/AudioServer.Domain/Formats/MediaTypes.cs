namespace AudioServer.Domain.Formats;

/// <summary>How a container and the codec inside are called outside: in the contract, in a Content-Type, behind the dot of a name.</summary>
public static class MediaTypes
{
    private const string UnknownType = "application/octet-stream";
    private const string UnknownExtension = "bin";

    /// <summary>Any codec, in a row of the table.</summary>
    private const string Any = "";

    // The first row that fits wins: by container (as ContractContainer names it), then by how the codec's name begins.
    // A container that never carries pictures has no types for them: an embedded cover leaves it what it is.
    private static readonly Row[] Rows =
    [
        new("wav", Any, "audio/wav", "wav"),
        new("w64", Any, "audio/x-w64", "w64"),
        new("aiff", Any, "audio/aiff", "aiff"),
        new("au", Any, "audio/basic", "au"),
        new("caf", Any, "audio/x-caf", "caf"),
        new("mp3", "mp2", "audio/mpeg", "mp2"),
        new("mp3", "mp1", "audio/mpeg", "mp1"),
        new("mp3", Any, "audio/mpeg", "mp3"),
        new("flac", Any, "audio/flac", "flac"),
        new("ogg", "opus", "audio/ogg", "opus", "video/ogg", "ogv"),
        new("ogg", "speex", "audio/ogg", "spx", "video/ogg", "ogv"),
        new("ogg", "vorbis", "audio/ogg", "ogg", "video/ogg", "ogv"),
        new("ogg", Any, "audio/ogg", "oga", "video/ogg", "ogv"),
        new("mp4", Any, "audio/mp4", "m4a", "video/mp4", "mp4"),
        new("aac", Any, "audio/aac", "aac"),
        new("loas", Any, "audio/MP4A-LATM", "loas"),
        new("asf", Any, "audio/x-ms-wma", "wma", "video/x-ms-asf", "asf"),
        new("webm", Any, "audio/webm", "webm", "video/webm", "webm"),
        new("matroska", Any, "audio/x-matroska", "mka", "video/x-matroska", "mkv"),
        new("ape", Any, "audio/x-ape", "ape"),
        new("wv", Any, "audio/x-wavpack", "wv"),
        new("mpc", Any, "audio/x-musepack", "mpc"),
        new("mpc8", Any, "audio/x-musepack", "mpc"),
        new("tta", Any, "audio/x-tta", "tta"),
        new("tak", Any, "audio/x-tak", "tak"),
        new("dsf", Any, "audio/x-dsf", "dsf"),
        new("iff", "dsd", "audio/x-dff", "dff"),
        new("iff", "dst", "audio/x-dff", "dff"),
        new("iff", Any, "audio/x-8svx", "8svx"),
        new("amr", "amr_wb", "audio/AMR-WB", "awb"),
        new("amr", Any, "audio/AMR", "amr"),
        new("ac3", Any, "audio/ac3", "ac3"),
        new("eac3", Any, "audio/eac3", "eac3"),
        new("truehd", Any, "audio/vnd.dolby.mlp", "thd"),
        new("mlp", Any, "audio/vnd.dolby.mlp", "mlp"),
        new("dts", Any, "audio/vnd.dts", "dts"),
        new("dtshd", Any, "audio/vnd.dts.hd", "dtshd"),
        new("qcp", Any, "audio/qcelp", "qcp"),
        new("ilbc", Any, "audio/iLBC", "lbc"),
        new("voc", Any, "audio/x-voc", "voc"),
        new("shn", Any, "audio/x-shorten", "shn"),
        new("nistsphere", Any, "audio/x-nist", "sph"),
        new("ircam", Any, "audio/x-ircam", "sf"),
        new("sox", Any, "audio/x-sox", "sox"),
        new("pvf", Any, "audio/x-pvf", "pvf"),
        new("epaf", Any, "audio/x-paf", "paf"),
        new("hcom", Any, "audio/x-hcom", "hcom"),
        new("wve", Any, "audio/x-psion-wve", "wve"),
        new("xwma", Any, "audio/x-xwma", "xwma"),
        new("oma", Any, "audio/ATRAC3", "oma"),
        new("codec2", Any, "audio/x-codec2", "c2"),
        new("rm", Any, "audio/x-pn-realaudio", "ra", "application/vnd.rn-realmedia", "rm"),

        // These have no name of their own for sound alone.
        new("avi", Any, "video/x-msvideo", "avi", "video/x-msvideo", "avi"),
        new("flv", Any, "video/x-flv", "flv", "video/x-flv", "flv"),
        new("mpegts", Any, "video/mp2t", "ts", "video/mp2t", "ts"),
        new("mpeg", Any, "video/mpeg", "mpg", "video/mpeg", "mpg"),
        new("nut", Any, "video/x-nut", "nut", "video/x-nut", "nut"),
        new("mxf", Any, "application/mxf", "mxf", "application/mxf", "mxf"),
    ];

    /// <summary>The container as the contract names it, from what ffprobe calls the format; names that stand for one format stay.</summary>
    public static string ContractContainer(string ffprobeFormatName) => ffprobeFormatName switch
    {
        "mov,mp4,m4a,3gp,3g2,mj2" => "mp4",
        "matroska,webm" => "matroska",
        _ => ffprobeFormatName,
    };

    /// <summary>The Content-Type of the file's bytes.</summary>
    /// <param name="container">As <see cref="ContractContainer"/> names it.</param>
    /// <param name="codec">ffprobe's name of the audio codec.</param>
    /// <param name="hasVideo">Whether it holds moving pictures; a cover does not count.</param>
    /// <param name="isWebM">Whether a Matroska file says of itself that it is WebM.</param>
    public static string ContentType(string container, string codec, bool hasVideo, bool isWebM) =>
        Find(container, codec, isWebM) is not { } row ? UnknownType : (hasVideo ? row.VideoType : null) ?? row.AudioType;

    /// <summary>What usually stands behind the dot of such a file's name. The parameters are those of <see cref="ContentType"/>.</summary>
    public static string Extension(string container, string codec, bool hasVideo, bool isWebM) =>
        Find(container, codec, isWebM) is not { } row ? UnknownExtension : (hasVideo ? row.VideoExtension : null) ?? row.AudioExtension;

    private static Row? Find(string container, string codec, bool isWebM)
    {
        var name = container == "matroska" && isWebM ? "webm" : container;
        return Array.Find(Rows, row => row.Container == name && codec.StartsWith(row.Codec, StringComparison.Ordinal));
    }

    private sealed record Row(string Container, string Codec, string AudioType, string AudioExtension, string? VideoType = null, string? VideoExtension = null);
}
