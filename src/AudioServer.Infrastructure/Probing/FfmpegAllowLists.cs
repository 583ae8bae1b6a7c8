namespace AudioServer.Infrastructure.Probing;

/// <summary>
/// What ffmpeg may use on a stranger's file. Demuxers that open further files or the network (hls, concat, dash, sdp, imf, image2 and their like)
/// and those that read no bytes at all (lavfi, devices) are not among them, nor are trackers' music formats.
/// </summary>
internal static class FfmpegAllowLists
{
    /// <summary>Options of every ffmpeg and ffprobe run, in front of the input.</summary>
    public static string[] InputOptions(string demuxer) =>
    [
        "-hide_banner", "-f", demuxer, "-format_whitelist", demuxer, "-protocol_whitelist", "file", "-codec_whitelist", AudioDecoders,
    ];

    /// <summary>Demuxers that read one file and may find audio in it.</summary>
    public static readonly IReadOnlySet<string> Demuxers = Words(
        """
        aac ac3 act adx aea aiff amr amrnb amrwb ape apc aptx aptx_hd asf au avi avr bonk caf codec2 dsf dss dts dtshd dv eac3 flac flv g722 g723_1 g726
        g726le g729 gsm gxf hca hcom iff ilbc ircam ivr loas matroska mlp mov mp3 mpc mpc8 mpeg mpegts msf mtaf mxf nistsphere nsp nut ogg oma osq epaf
        pp_bnk pvf qcp qoa rka rm rso sbc sds sln sox shn spdif svs tak thp truehd tta vag voc vqf w64 wav wsd wtv wv wve xa xwma alaw mulaw f32be f32le
        f64be f64le s8 s16be s16le s24be s24le s32be s32le u8 u16be u16le u24be u24le u32be u32le
        """).ToHashSet();

    /// <summary>
    /// Decoders of attached pictures. ffprobe 5 gives up on a file when it may not <em>open</em> a stream's decoder, so covers need them; they are
    /// allowed for that step only and stay off the list by which streams are decoded while probing, so none of them is ever fed a byte.
    /// </summary>
    public const string PictureDecoders = "mjpeg,png,bmp,gif,tiff,webp";

    private static readonly string AudioDecoders = string.Join(',', Words(
        """
        8svx_exp 8svx_fib aac aac_fixed aac_latm ac3 ac3_fixed adpcm_adx adpcm_aica adpcm_ct g722 g726 g726le adpcm_ima_apc adpcm_ima_oki adpcm_ima_qt
        adpcm_ima_rad adpcm_ima_wav adpcm_ima_ws adpcm_ms adpcm_mtaf adpcm_psx adpcm_sbpro_2 adpcm_sbpro_3 adpcm_sbpro_4 adpcm_swf adpcm_xa adpcm_yamaha
        adpcm_zork alac als amrnb amrwb ape aptx aptx_hd atrac1 atrac3 atrac3al atrac3plus atrac3plusal atrac9 bonk cook dca derf_dpcm dfpwm dolby_e
        dsd_lsbf dsd_lsbf_planar dsd_msbf dsd_msbf_planar dss_sp dst dvaudio eac3 evrc flac g723_1 g728 g729 gsm gsm_ms hca hcom iac ilbc imc libcodec2
        libgsm libgsm_ms libopus libspeex libvorbis mace3 mace6 metasound misc4 mlp mp1 mp1float mp2 mp2float mp3 mp3adu mp3adufloat mp3float mp3on4
        mp3on4float mpc7 mpc8 msnsiren nellymoser on2avc opus osq pcm_alaw pcm_bluray pcm_dvd pcm_f16le pcm_f24le pcm_f32be pcm_f32le pcm_f64be pcm_f64le
        pcm_lxf pcm_mulaw pcm_s16be pcm_s16be_planar pcm_s16le pcm_s16le_planar pcm_s24be pcm_s24daud pcm_s24le pcm_s24le_planar pcm_s32be pcm_s32le
        pcm_s32le_planar pcm_s64be pcm_s64le pcm_s8 pcm_s8_planar pcm_u16be pcm_u16le pcm_u24be pcm_u24le pcm_u32be pcm_u32le pcm_u8 pcm_vidc qcelp qdm2
        qdmc qoa ralf real_144 real_288 rka s302m sbc shorten sipr siren speex tak truehd truespeech tta twinvq vorbis wavpack wmalossless wmapro wmav1
        wmav2 wmavoice xma1 xma2
        """));

    private static string[] Words(string text) => text.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
