using AudioServer.Domain.Formats;

namespace AudioServer.UnitTests.Domain.Formats;

public class MediaTypesTests
{
    [Theory]
    [InlineData("mov,mp4,m4a,3gp,3g2,mj2", "mp4")]
    [InlineData("matroska,webm", "matroska")]
    [InlineData("wav", "wav")]
    [InlineData("flac", "flac")]
    public void The_contract_names_a_container_once(string ffprobe, string contract) => MediaTypes.ContractContainer(ffprobe).Should().Be(contract);

    [Theory]
    [InlineData("wav", "pcm_s16le", "audio/wav", "wav")]
    [InlineData("w64", "pcm_s16le", "audio/x-w64", "w64")]
    [InlineData("aiff", "pcm_s16be", "audio/aiff", "aiff")]
    [InlineData("au", "pcm_mulaw", "audio/basic", "au")]
    [InlineData("caf", "alac", "audio/x-caf", "caf")]
    [InlineData("mp3", "mp3", "audio/mpeg", "mp3")]
    [InlineData("mp3", "mp3float", "audio/mpeg", "mp3")]
    [InlineData("mp3", "mp2", "audio/mpeg", "mp2")]
    [InlineData("mp3", "mp1", "audio/mpeg", "mp1")]
    [InlineData("flac", "flac", "audio/flac", "flac")]
    [InlineData("ogg", "vorbis", "audio/ogg", "ogg")]
    [InlineData("ogg", "opus", "audio/ogg", "opus")]
    [InlineData("ogg", "speex", "audio/ogg", "spx")]
    [InlineData("ogg", "flac", "audio/ogg", "oga")]
    [InlineData("mp4", "aac", "audio/mp4", "m4a")]
    [InlineData("aac", "aac", "audio/aac", "aac")]
    [InlineData("loas", "aac_latm", "audio/MP4A-LATM", "loas")]
    [InlineData("asf", "wmav2", "audio/x-ms-wma", "wma")]
    [InlineData("matroska", "vorbis", "audio/x-matroska", "mka")]
    [InlineData("ape", "ape", "audio/x-ape", "ape")]
    [InlineData("wv", "wavpack", "audio/x-wavpack", "wv")]
    [InlineData("mpc", "musepack7", "audio/x-musepack", "mpc")]
    [InlineData("mpc8", "musepack8", "audio/x-musepack", "mpc")]
    [InlineData("tta", "tta", "audio/x-tta", "tta")]
    [InlineData("tak", "tak", "audio/x-tak", "tak")]
    [InlineData("dsf", "dsd_lsbf_planar", "audio/x-dsf", "dsf")]
    [InlineData("iff", "dsd_msbf", "audio/x-dff", "dff")]
    [InlineData("iff", "dst", "audio/x-dff", "dff")]
    [InlineData("iff", "pcm_s8_planar", "audio/x-8svx", "8svx")]
    [InlineData("amr", "amr_nb", "audio/AMR", "amr")]
    [InlineData("amr", "amr_wb", "audio/AMR-WB", "awb")]
    [InlineData("ac3", "ac3", "audio/ac3", "ac3")]
    [InlineData("eac3", "eac3", "audio/eac3", "eac3")]
    [InlineData("truehd", "truehd", "audio/vnd.dolby.mlp", "thd")]
    [InlineData("mlp", "mlp", "audio/vnd.dolby.mlp", "mlp")]
    [InlineData("dts", "dts", "audio/vnd.dts", "dts")]
    [InlineData("dtshd", "dts", "audio/vnd.dts.hd", "dtshd")]
    [InlineData("qcp", "qcelp", "audio/qcelp", "qcp")]
    [InlineData("ilbc", "ilbc", "audio/iLBC", "lbc")]
    [InlineData("voc", "pcm_u8", "audio/x-voc", "voc")]
    [InlineData("shn", "shorten", "audio/x-shorten", "shn")]
    [InlineData("nistsphere", "pcm_s16le", "audio/x-nist", "sph")]
    [InlineData("ircam", "pcm_s16le", "audio/x-ircam", "sf")]
    [InlineData("sox", "pcm_s32le", "audio/x-sox", "sox")]
    [InlineData("pvf", "pcm_s16be", "audio/x-pvf", "pvf")]
    [InlineData("epaf", "pcm_s16be", "audio/x-paf", "paf")]
    [InlineData("hcom", "hcom", "audio/x-hcom", "hcom")]
    [InlineData("wve", "pcm_alaw", "audio/x-psion-wve", "wve")]
    [InlineData("xwma", "wmav2", "audio/x-xwma", "xwma")]
    [InlineData("oma", "atrac3", "audio/ATRAC3", "oma")]
    [InlineData("codec2", "codec2", "audio/x-codec2", "c2")]
    [InlineData("rm", "ac3", "audio/x-pn-realaudio", "ra")]
    [InlineData("avi", "pcm_u8", "video/x-msvideo", "avi")]
    [InlineData("flv", "mp3", "video/x-flv", "flv")]
    [InlineData("mpegts", "mp2", "video/mp2t", "ts")]
    [InlineData("mpeg", "mp2", "video/mpeg", "mpg")]
    [InlineData("nut", "vorbis", "video/x-nut", "nut")]
    [InlineData("mxf", "pcm_s16le", "application/mxf", "mxf")]
    [InlineData("something new", "pcm_u8", "application/octet-stream", "bin")]
    public void Sound_alone(string container, string codec, string type, string extension)
    {
        MediaTypes.ContentType(container, codec, hasVideo: false, isWebM: false).Should().Be(type);
        MediaTypes.Extension(container, codec, hasVideo: false, isWebM: false).Should().Be(extension);
    }

    [Theory]
    [InlineData("mp4", "aac", "video/mp4", "mp4")]
    [InlineData("asf", "wmav2", "video/x-ms-asf", "asf")]
    [InlineData("matroska", "vorbis", "video/x-matroska", "mkv")]
    [InlineData("ogg", "vorbis", "video/ogg", "ogv")]
    [InlineData("ogg", "opus", "video/ogg", "ogv")]
    [InlineData("ogg", "speex", "video/ogg", "ogv")]
    [InlineData("ogg", "flac", "video/ogg", "ogv")]
    [InlineData("rm", "cook", "application/vnd.rn-realmedia", "rm")]
    [InlineData("avi", "mp3", "video/x-msvideo", "avi")]
    [InlineData("flac", "flac", "audio/flac", "flac")]
    [InlineData("something new", "pcm_u8", "application/octet-stream", "bin")]
    public void With_pictures(string container, string codec, string type, string extension)
    {
        MediaTypes.ContentType(container, codec, hasVideo: true, isWebM: false).Should().Be(type);
        MediaTypes.Extension(container, codec, hasVideo: true, isWebM: false).Should().Be(extension);
    }

    [Fact]
    public void WebM_is_Matroska_that_says_so()
    {
        MediaTypes.ContentType("matroska", "opus", hasVideo: false, isWebM: true).Should().Be("audio/webm");
        MediaTypes.ContentType("matroska", "opus", hasVideo: true, isWebM: true).Should().Be("video/webm");
        MediaTypes.Extension("matroska", "opus", hasVideo: false, isWebM: true).Should().Be("webm");
        MediaTypes.ContentType("mp4", "aac", hasVideo: false, isWebM: true).Should().Be("audio/mp4");
    }

    [Fact]
    public void Every_container_that_is_let_in_has_a_type()
    {
        var untyped = Samples.Media.Values.Select(sample => sample.Demuxer).Select(demuxer => demuxer == "mov" ? "mp4" : demuxer).Distinct()
            .Where(container => MediaTypes.ContentType(container, "", hasVideo: false, isWebM: false) == "application/octet-stream");

        untyped.Should().BeEmpty();
    }
}
