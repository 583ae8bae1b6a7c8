using AudioServer.Domain.Pcm;
using AudioServer.Infrastructure.Decoders;
using AudioServer.TestKit;

namespace AudioServer.IntegrationTests.Decoders;

public sealed class WavePcmReaderTests
{
    private static readonly byte[] Wave = File.ReadAllBytes(Fixtures.Audio("wav-extensible-5.1.wav"));

    [Fact]
    public async Task However_the_bytes_trickle_in_the_frames_are_whole_and_the_same()
    {
        var expected = (await ReadAsync(Wave, int.MaxValue)).Samples;
        expected.Should().HaveCount(8000 * 12 / 5);
        foreach (var step in new[] { 1, 7, 45, 1000 })
        {
            (await ReadAsync(Wave, step)).Samples.Should().Equal(expected);
        }
    }

    [Fact]
    public async Task Cut_anywhere_it_hands_on_the_whole_frames()
    {
        var whole = (await ReadAsync(Wave, int.MaxValue)).Samples;
        for (var length = 0; length < 300; length++)
        {
            var (samples, isWhole) = await ReadAsync(Wave[..length], int.MaxValue);
            samples.Should().Equal(whole.Take(samples.Count));
            isWhole.Should().BeTrue("an end is no fault of the format's");
        }
    }

    [Fact]
    public async Task Fuzzed_heads_are_read_or_refused()
    {
        var random = new Random(2);
        for (var round = 0; round < 3000; round++)
        {
            var bytes = Wave[..200];
            for (var flip = random.Next(1, 5); flip > 0; flip--)
            {
                bytes[random.Next(80)] = (byte)random.Next(256);
            }

            (await ReadAsync(bytes, random.Next(1, 300))).Samples.Count.Should().BeLessThan(200);
        }
    }

    [Theory]
    [InlineData(0, "XIFF")]
    [InlineData(16, "\u00ff\u00ff\u00ff\u007f")]
    [InlineData(22, "\0\0")]
    [InlineData(24, "\0\0\0\0")]
    [InlineData(24, "\u00ff\u00ff\u00ff\u00ff")]
    [InlineData(32, "\u0003\0")]
    public async Task A_head_that_cannot_be_is_refused(int at, string bytes)
    {
        var wave = (byte[])Wave.Clone();
        System.Text.Encoding.Latin1.GetBytes(bytes).CopyTo(wave, at);

        var (samples, isWhole) = await ReadAsync(wave, int.MaxValue);

        samples.Should().BeEmpty();
        isWhole.Should().BeFalse();
    }

    [Fact]
    public async Task Closed_it_hands_nothing_on()
    {
        var reader = new WavePcmReader(PcmEncoding.S16, 100, (_, _) => throw new InvalidOperationException("called"));
        reader.Close();

        (await reader.ReadAsync(new MemoryStream(Wave))).Should().BeFalse();
    }

    private static async Task<(List<byte> Samples, bool IsWhole)> ReadAsync(byte[] bytes, int step)
    {
        var samples = new List<byte>();
        var reader = new WavePcmReader(
            PcmEncoding.S16,
            1e9,
            (format, frames) =>
            {
                (frames.Length % format.FrameSize).Should().Be(0);
                samples.AddRange(frames);
            });
        return (samples, await reader.ReadAsync(new Trickle(bytes, step)));
    }

    private sealed class Trickle(byte[] bytes, int step) : MemoryStream(bytes)
    {
        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(buffer.Length, step)]);
    }
}
