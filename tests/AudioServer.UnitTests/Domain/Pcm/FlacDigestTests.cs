using System.Security.Cryptography;
using AudioServer.Domain.Pcm;
using AudioServer.TestKit;

namespace AudioServer.UnitTests.Domain.Pcm;

public sealed class FlacDigestTests
{
    [Theory]
    [InlineData(PcmEncoding.S16, 8)]
    [InlineData(PcmEncoding.S16, 4)]
    [InlineData(PcmEncoding.S16, 12)]
    [InlineData(PcmEncoding.S16, 16)]
    [InlineData(PcmEncoding.S24, 17)]
    [InlineData(PcmEncoding.S24, 20)]
    [InlineData(PcmEncoding.S24, 24)]
    [InlineData(PcmEncoding.S32, 24)]
    [InlineData(PcmEncoding.S32, 32)]
    [InlineData(PcmEncoding.U8, 8)]
    public void Samples_are_taken_down_to_their_bits_and_written_in_whole_bytes(PcmEncoding encoding, int bits)
    {
        // Samples of so many bits, as the decoder gives them out: at the upper end of the encoding.
        var shift = (8 * encoding.SampleSize()) - bits;
        var random = new Random(bits);
        long[] values = [.. Enumerable.Range(0, 9000).Select(_ => random.NextInt64(-(1L << (bits - 1)), 1L << (bits - 1)))];
        var sound = new Sound(new PcmFormat(encoding, 8000, 2), [.. values.Select(value => (double)(value << shift))]);

        var (measured, _) = sound.Measure(md5Bits: bits, blockFrames: 1717);

        byte[] expected = [.. values.SelectMany(value => BitConverter.GetBytes(value)[..((bits + 7) / 8)])];
        measured.Md5.Should().Equal(CryptographicOperations.HashData(HashAlgorithmName.MD5, expected));
    }

    [Theory]
    [InlineData(PcmEncoding.F32, 16)]
    [InlineData(PcmEncoding.F64, 24)]
    [InlineData(PcmEncoding.S16, 24)]
    [InlineData(PcmEncoding.S24, 32)]
    [InlineData(PcmEncoding.S16, 0)]
    [InlineData(PcmEncoding.S16, -3)]
    public void An_encoding_that_does_not_hold_the_bits_has_no_MD5(PcmEncoding encoding, int bits) =>
        Sound.Noise(encoding, 1, 100, 1).Measure(md5Bits: bits).Measured.Md5.Should().BeNull();

    [Fact]
    public void It_is_the_MD5_that_a_real_encoder_wrote()
    {
        // wav-s16.wav and flac-s16.flac are the same sound; STREAMINFO's MD5 stands at byte 26.
        var wav = File.ReadAllBytes(Fixtures.Audio("wav-s16.wav"));
        var flac = File.ReadAllBytes(Fixtures.Audio("flac-s16.flac"));
        var data = wav.AsSpan().IndexOf("data"u8) + 8;
        using var meter = new PcmMeter(md5Bits: 16, Stream.Null);

        meter.Receive(new PcmFormat(PcmEncoding.S16, 44_100, BitConverter.ToInt16(wav, 22)), wav.AsSpan(data, BitConverter.ToInt32(wav, data - 4)));

        meter.Complete().Md5.Should().Equal(flac[26..42]);
    }
}
