using System.Text;
using AudioServer.Domain.Formats;
using static AudioServer.UnitTests.Domain.Formats.Bytes;

namespace AudioServer.UnitTests.Domain.Formats;

public class SignatureDetectorTests
{
    public static TheoryData<string> MediaNames => [.. Samples.Media.Keys];

    public static TheoryData<string> OtherNames => [.. Samples.Other.Keys];

    [Theory]
    [MemberData(nameof(MediaNames))]
    public void Media_asks_for_its_demuxer(string name)
    {
        var (content, demuxer) = Samples.Media[name];

        Detect(content).Should().Be(new Signature.Media(demuxer));
    }

    [Theory]
    [MemberData(nameof(MediaNames))]
    public void A_tag_in_front_changes_nothing(string name)
    {
        var (content, demuxer) = Samples.Media[name];

        Detect(Join(Id3(70_000), Id3(0), Id3(5), content)).Should().Be(new Signature.Media(demuxer));
    }

    [Theory]
    [MemberData(nameof(OtherNames))]
    public void Other_content_is_named(string name)
    {
        var (content, looksLike) = Samples.Other[name];

        Detect(content).Should().Be(new Signature.Other(looksLike));
    }

    [Theory]
    [InlineData("#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:9,\nfile:///etc/passwd\n", "an HLS playlist")]
    [InlineData("#EXTM3U\nsong.mp3\n", "an M3U playlist")]
    [InlineData("ffconcat version 1.0\nfile '/etc/passwd'\n", "an ffconcat script")]
    [InlineData("[playlist]\nFile1=song.mp3\n", "a PLS playlist")]
    [InlineData("v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=x\r\n", "an SDP session description")]
    [InlineData("<?xml version=\"1.0\"?>\n<MPD type=\"static\"/>", "a DASH manifest")]
    [InlineData("<MPD/>", "a DASH manifest")]
    [InlineData("<asx version=\"3\">", "an ASX playlist")]
    [InlineData("<smil>", "a SMIL playlist")]
    [InlineData("<svg xmlns=\"http://www.w3.org/2000/svg\"/>", "an SVG image")]
    [InlineData("<?xml version=\"1.0\"?><!-- drawn --><svg/>", "an SVG image")]
    [InlineData("\r\n<!DOCTYPE HTML PUBLIC \"-//W3C//DTD\">", "an HTML page")]
    [InlineData("<html><script>alert(1)</script></html>", "an HTML page")]
    [InlineData("<head>", "an HTML page")]
    [InlineData("<body>", "an HTML page")]
    [InlineData("<script>", "an HTML page")]
    [InlineData("<!-- saved --><html>", "an HTML page")]
    [InlineData("<?xml version=\"1.0\"?><html xmlns=\"http://www.w3.org/1999/xhtml\"/>", "an HTML page")]
    [InlineData("<?xml version=\"1.0\"?><a/>", "an XML document")]
    [InlineData("<?php phpinfo();", "a script")]
    [InlineData("#!/bin/sh\nexit 0\n", "a script")]
    [InlineData("{\\rtf1 hello}", "an RTF document")]
    [InlineData("{ \"a\": 1 }", "a JSON document")]
    [InlineData("[{\"a\":1}]", "a JSON document")]
    [InlineData("%!PS-Adobe-3.0\n", "a PostScript document")]
    [InlineData("WEBVTT\n\n00:00.000 --> 00:01.000\nHello\n", "a subtitle file")]
    [InlineData("Ein Gruß, 挨拶, 👋", "plain text")]
    [InlineData("MAC addresses and free text", "plain text")]
    public void Text_is_told_by_what_it_begins_with_in_every_encoding(string text, string looksLike)
    {
        Encoding[] marked =
        [
            Encoding.UTF8, Encoding.Unicode, Encoding.BigEndianUnicode, Encoding.UTF32, new UTF32Encoding(bigEndian: true, byteOrderMark: true),
        ];

        Detect(Encoding.UTF8.GetBytes(text)).Should().Be(new Signature.Other(looksLike));
        foreach (var encoding in marked)
        {
            var content = Join(encoding.GetPreamble(), encoding.GetBytes(text));
            Detect(content).Should().Be(new Signature.Other(looksLike), "it is the same in {0}", encoding.WebName);
        }
    }

    [Fact]
    public void Text_may_be_longer_than_what_is_looked_at_and_cut_within_a_letter() =>
        Detect(Encoding.UTF8.GetBytes("a" + string.Concat(Enumerable.Repeat("ß", 5000)))).Should().Be(new Signature.Other("plain text"));

    [Fact]
    public void Text_in_an_old_eight_bit_code_is_text() =>
        Detect(Latin("Sch\u00F6ne Gr\u00FC\u00DFe aus K\u00F6ln")).Should().Be(new Signature.Other("plain text"));

    [Theory]
    [InlineData(1, 0)]
    [InlineData(1104, 0)]
    [InlineData(60_000, 0)]
    [InlineData(374, 0xA5)]
    public void Frames_are_found_behind_zeros_and_garbage(int count, byte junk) =>
        Detect(Join([.. Enumerable.Repeat(junk, count)], Samples.Mp3)).Should().Be(new Signature.Media("mp3"));

    [Fact]
    public void Frames_too_far_in_are_not_looked_for() => Detect(Join(Zeros(65_536), Samples.Mp3)).Should().Be(new Signature.Other("unknown binary data"));

    [Fact]
    public void An_APE_tag_in_front_is_stepped_over()
    {
        var tag = Join(Latin("APETAGEX"), Hex("D0070000 4C010000 01000000 000000A0 0000000000000000"), Zeros(300), Latin("APETAGEX"), Zeros(24));

        Detect(Join(tag, Samples.Mp3)).Should().Be(new Signature.Media("mp3"));
    }

    [Fact]
    public void A_footer_belongs_to_its_tag()
    {
        var tag = Id3(20);
        tag[5] = 0x10;

        Detect(Join(tag, Latin("3DI\u0004\0\u0010\0\0\0\u0014"), Latin("fLaC"))).Should().Be(new Signature.Media("flac"));
    }

    [Fact]
    public void One_sync_word_proves_nothing()
    {
        Detect(Frames("FFFB9064", 417, 1)).Should().BeOfType<Signature.Other>();
        Detect(Join(Frames("FFFB9064", 417, 3), Zeros(5000))).Should().BeOfType<Signature.Other>();
        Detect(Hex("FFFB")).Should().BeOfType<Signature.Other>();
    }

    [Fact]
    public void Two_frames_suffice_where_they_are_the_whole_file()
    {
        var trailer = Join(Latin("TAG"), Zeros(125));

        Detect(Frames("FFFB9064", 417, 2)).Should().Be(new Signature.Media("mp3"));
        Detect(Join(Frames("FFFB9064", 417, 2), trailer)).Should().Be(new Signature.Media("mp3"));
        Detect(Join([0x55], Frames("FFFB9064", 417, 2))).Should().BeOfType<Signature.Other>("more is asked for behind garbage");
        Detect(Join([0x55], Frames("FFFB9064", 417, 3))).Should().Be(new Signature.Media("mp3"));
    }

    [Fact]
    public void Frames_of_different_kinds_are_not_a_stream() =>
        Detect(Join(Frames("FFFB9064", 417, 1), Frames("FFFB9464", 384, 1), Frames("FFFB9864", 576, 1), Frames("FFFB9064", 417, 1)))
            .Should().BeOfType<Signature.Other>();

    [Fact]
    public void A_program_full_of_frames_stays_a_program() =>
        Detect(Join(Hex("4D5A9000"), Zeros(60), Samples.Mp3, Samples.Mp3)).Should().Be(new Signature.Other("a Windows executable"));

    [Fact]
    public void A_WAVE_whose_first_sample_bytes_spell_nothing_is_a_WAVE() =>
        Detect(Wave(Chunk("fmt ", Zeros(16)), Chunk("data", Join(Latin("wvpk"), Zeros(20))))).Should().Be(new Signature.Media("wav"));

    private static Signature Detect(byte[] content) => SignatureDetector.Detect(new MeteredStream(content));
}
