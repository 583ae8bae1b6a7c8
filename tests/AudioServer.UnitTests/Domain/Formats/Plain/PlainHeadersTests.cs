using System.Buffers.Binary;
using System.Text;
using AudioServer.Domain.Formats.Plain;
using AudioServer.TestKit;

namespace AudioServer.UnitTests.Domain.Formats.Plain;

public class PlainHeadersTests
{
    private static readonly byte[] PcmGuidTail = [0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xAA, 0, 0x38, 0x9B, 0x71];

    [Theory]
    [InlineData(1, 8, "pcm_u8", "u8")]
    [InlineData(1, 16, "pcm_s16le", "s16")]
    [InlineData(1, 24, "pcm_s24le", "s32")]
    [InlineData(1, 32, "pcm_s32le", "s32")]
    [InlineData(3, 32, "pcm_f32le", "flt")]
    [InlineData(3, 64, "pcm_f64le", "dbl")]
    public void A_bare_wav_is_told_by_its_header(int tag, int bits, string codec, string sampleFormat)
    {
        var audio = Read(Wav(Format(tag, 2, 48_000, bits), new byte[4800 * 2 * bits / 8]));

        audio.Should().Be(new PlainAudio(codec, sampleFormat, 48_000, 2, bits, 48_000L * 2 * bits, 0.1));
    }

    [Fact]
    public void The_extensible_form_and_a_fact_chunk_are_no_less_plain()
    {
        byte[] format = [.. Format(0xFFFE, 6, 44_100, 24), 22, 0, 24, 0, 0x3F, 0, 0, 0, 1, 0, .. PcmGuidTail];

        Read(Wav(format, new byte[18 * 441], [.. "fact"u8, .. Number(4), .. Number(441)])).Should().BeEquivalentTo(new { Codec = "pcm_s24le", Channels = 6, Duration = 0.01 });
        format[18] = 20;
        Read(Wav(format, new byte[18 * 441])).Should().BeNull("four bits of each sample are said to be nothing");
    }

    [Theory]
    [InlineData(2, 2, 44_100, 4)]
    [InlineData(0x55, 2, 44_100, 16)]
    [InlineData(1, 2, 44_100, 12)]
    [InlineData(1, 2, 44_100, 64)]
    [InlineData(3, 2, 44_100, 16)]
    [InlineData(1, 0, 44_100, 16)]
    [InlineData(1, 9, 44_100, 16)]
    [InlineData(1, 2, 0, 16)]
    [InlineData(1, 2, 1_000_000, 16)]
    [InlineData(0xFFFE, 2, 44_100, 16)]
    public void A_form_out_of_the_common_is_left_to_the_prober(int tag, int channels, int rate, int bits) =>
        Read(Wav(Format(tag, channels, rate, bits), new byte[144 * 8])).Should().BeNull();

    [Fact]
    public void Whatever_stands_beside_the_sound_is_left_to_the_prober()
    {
        var whole = Wav(Format(1, 2, 44_100, 16), new byte[4000]);
        Read(whole).Should().NotBeNull();

        Read(whole[..^4]).Should().BeNull("the sound is cut");
        Read([.. whole, .. "LIST\u0004\0\0\0INFO"u8]).Should().BeNull("a chunk stands behind it");
        Read(Wav(Format(1, 2, 44_100, 16), new byte[4000], "LIST\u0004\0\0\0INFO"u8.ToArray())).Should().BeNull("a chunk stands before it");
        Read([.. "ID3\u0004\0\0\0\0\0\0"u8, .. whole]).Should().BeNull("a tag stands before all");
        Read(Wav(Format(1, 2, 44_100, 16), new byte[4002])).Should().BeNull("the last sample is half there");
        Read(Wav(Format(1, 2, 44_100, 16), [])).Should().BeNull("there is no sound");
        Read(With(whole, 4, 17)).Should().BeNull("the form's size is another");
        Read(With(whole, 28, 17)).Should().BeNull("the bytes of a second do not fit");
        Read(With(whole, 32, 3)).Should().BeNull("the block does not fit");
        Read(With(whole, 16, 1 << 30)).Should().BeNull("the format claims a gigabyte");
        Read(With(whole, 40, -1)).Should().BeNull("the size was left open");
    }

    [Theory]
    [InlineData(new byte[] { 0x7F, 0xFE, 0x80, 0x01 })]
    [InlineData(new byte[] { 0xFE, 0x7F, 0x01, 0x80 })]
    [InlineData(new byte[] { 0x1F, 0xFF, 0xE8, 0x00 })]
    [InlineData(new byte[] { 0xFF, 0x1F, 0x00, 0xE8 })]
    [InlineData(new byte[] { 0x72, 0xF8, 0x1F, 0x4E })]
    [InlineData(new byte[] { 0xF8, 0x72, 0x6F, 0xBA })]
    public void Coded_sound_that_calls_itself_samples_is_left_to_the_prober(byte[] syncWord)
    {
        var samples = new byte[200_000];
        syncWord.CopyTo(samples, 100_000);

        Read(Wav(Format(1, 2, 48_000, 16), samples)).Should().BeNull();
        Read(Wav(Format(1, 2, 48_000, 24), samples[..^2])).Should().NotBeNull("ffmpeg looks into samples of 16 bits only");
    }

    [Fact]
    public void Frames_of_MPEG_audio_that_call_themselves_samples_are_left_to_the_prober() =>
        Read(Wav(Format(1, 2, 48_000, 16), Even(File.ReadAllBytes(Fixtures.Audio("mp3-no-xing.mp3"))))).Should().BeNull();

    [Fact]
    public void A_bare_flac_is_told_by_its_header() =>
        Read(File.ReadAllBytes(Fixtures.Audio("flac-s16.flac")), "flac").Should().BeEquivalentTo(new { Codec = "flac", SampleFormat = "s16", BitsPerSample = 16 });

    [Fact]
    public void A_flac_with_a_tag_a_picture_or_no_frame_is_left_to_the_prober()
    {
        var plain = File.ReadAllBytes(Fixtures.Audio("flac-s16.flac"));
        Read(plain, "flac").Should().NotBeNull();

        Read(File.ReadAllBytes(Fixtures.Audio("tagged-cover.flac")), "flac").Should().BeNull();
        Read(File.ReadAllBytes(Fixtures.Audio("flac-behind-id3.flac")), "flac").Should().BeNull();
        Read([.. plain, .. "TAG"u8, .. new byte[125]], "flac").Should().BeNull("a tag stands behind it");
        Read(plain[..42], "flac").Should().BeNull("it ends behind its description");
        Read(WithComment("encoder=ours"), "flac").Should().NotBeNull();
        Read(WithComment("GENRE=Noise"), "flac").Should().BeNull();

        byte[] WithComment(string comment)
        {
            byte[] block = [.. Number(1), (byte)'x', .. Number(1), .. Number(comment.Length), .. Encoding.ASCII.GetBytes(comment)];
            var audio = plain.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xF8]);
            return [.. plain.AsSpan(0, 42), 0x84, 0, 0, (byte)block.Length, .. block, .. plain.AsSpan(audio)];
        }
    }

    [Fact]
    public void No_bytes_harm_it()
    {
        var noise = new Random(1);
        byte[][] seeds = [Wav(Format(1, 2, 44_100, 16), new byte[400]), File.ReadAllBytes(Fixtures.Audio("flac-s16.flac"))];
        for (var round = 0; round < 20_000; round++)
        {
            var file = (byte[])seeds[round % 2].Clone();
            for (var change = noise.Next(1, 8); change > 0; change--)
            {
                file[noise.Next(200)] = (byte)noise.Next(256);
            }

            FluentActions.Invoking(() => Read(file[..noise.Next(file.Length)], round % 2 == 0 ? "wav" : "flac")).Should().NotThrow();
        }
    }

    private static PlainAudio? Read(byte[] file, string demuxer = "wav")
    {
        using var content = new MemoryStream(file);
        return PlainHeaders.Read(content, demuxer);
    }

    private static byte[] Wav(byte[] format, byte[] samples, byte[]? between = null)
    {
        byte[] rest = [.. "WAVEfmt "u8, .. Number(format.Length), .. format, .. between ?? [], .. "data"u8, .. Number(samples.Length), .. samples];
        return [.. "RIFF"u8, .. Number(rest.Length), .. rest];
    }

    private static byte[] Format(int tag, int channels, int rate, int bits)
    {
        var chunk = new byte[16];
        BinaryPrimitives.WriteUInt16LittleEndian(chunk, (ushort)tag);
        BinaryPrimitives.WriteUInt16LittleEndian(chunk.AsSpan(2), (ushort)channels);
        BinaryPrimitives.WriteInt32LittleEndian(chunk.AsSpan(4), rate);
        BinaryPrimitives.WriteInt32LittleEndian(chunk.AsSpan(8), rate * channels * bits / 8);
        BinaryPrimitives.WriteUInt16LittleEndian(chunk.AsSpan(12), (ushort)(channels * bits / 8));
        BinaryPrimitives.WriteUInt16LittleEndian(chunk.AsSpan(14), (ushort)bits);
        return chunk;
    }

    private static byte[] Number(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        return bytes;
    }

    private static byte[] With(byte[] file, int at, int value)
    {
        var copy = (byte[])file.Clone();
        BinaryPrimitives.WriteInt32LittleEndian(copy.AsSpan(at), value);
        return copy;
    }

    private static byte[] Even(byte[] bytes) => bytes[..(bytes.Length & ~3)];
}
