using AudioServer.Application.Ports;
using AudioServer.Domain.Pcm;
using AudioServer.Domain.Verification;
using AudioServer.IntegrationTests.Processes;
using AudioServer.TestKit;

namespace AudioServer.IntegrationTests.Decoders;

public sealed class FfmpegAudioDecoderTests : IDisposable
{
    /// <summary>Seconds that a lossy fixture may last beyond what it was made of, see the fixtures' manifest.</summary>
    private const double LossySurplus = 0.16;

    /// <summary>Seconds by which ffmpeg falls short: it gives out one block less of Windows Media Audio, and less of a short Vorbis stream.</summary>
    private const double LossyDeficit = 0.036;

    private static readonly string[] Lossless = ["pcm_", "dsd_", "flac", "alac", "wavpack", "tta"];

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Sounds => [.. Fixtures.All.Where(fixture => fixture.Kind == "audio").Select(fixture => fixture.Path)];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Sounds))]
    public async Task Every_sample_comes_and_is_what_ffmpeg_decodes(string fixture)
    {
        var truth = Fixtures.All.Single(candidate => candidate.Path == fixture);
        var demuxer = Decoder.Demuxer(truth.FullPath);
        var encoding = await Decoder.NativeAsync(truth.FullPath, demuxer);

        var decoded = await Decoder.DecodeAsync(truth.FullPath, demuxer, encoding);

        decoded.Decoding.Should().BeEquivalentTo(new { End = DecodingEnd.Finished, Complaints = Array.Empty<DecoderComplaint>(), ComplaintCount = 0 });
        (decoded.Format!.Value with { Speakers = 0 }).Should().Be(new PcmFormat(encoding, truth.SampleRate!.Value, truth.Channels!.Value));
        var (deficit, surplus) = Lossless.Any(name => truth.Codec!.StartsWith(name, StringComparison.Ordinal)) ? (0.0001, 0.0001) : (LossyDeficit, LossySurplus);
        ((double)decoded.Count / truth.SampleRate.Value).Should().BeInRange(truth.Seconds!.Value - deficit, truth.Seconds.Value + surplus);
        var plain = await PlainFfmpeg.DecodeAsync(truth.FullPath, encoding, demuxer);
        decoded.Samples.AsSpan().SequenceEqual(plain).Should().BeTrue("the samples are the same");
    }

    [Fact]
    public async Task The_decoder_says_who_it_is()
    {
        var identity = (await Decoder.DecodeAsync(Fixtures.MyFile, "wav")).Decoding.Decoder;

        identity.Name.Should().Be("ffmpeg");
        identity.Version.Should().MatchRegex("^n?[0-9]");
    }

    [Fact]
    public async Task Behind_what_does_not_decode_it_goes_on()
    {
        var flac = System.IO.File.ReadAllBytes(await PlainFfmpeg.MakeAsync(_folder.File("noise.flac"), "-f", "lavfi", "-i", "anoisesrc=r=44100:d=4:seed=1,volume=-6dB", "-c:a", "flac"));
        flac[flac.Length / 2] ^= 1;

        var decoded = await Decoder.DecodeAsync(_folder.Write("flipped.flac", flac), "flac");

        decoded.Decoding.End.Should().Be(DecodingEnd.Finished);
        decoded.Decoding.ComplaintCount.Should().BeGreaterThan(0);
        decoded.Decoding.Complaints.Should().Contain(complaint => complaint.Message.StartsWith("flac: ")).And.OnlyContain(complaint => !complaint.Message.Contains("0x"));
        decoded.Count.Should().BeInRange((44_100 * 4) - 4608, 44_100 * 4);
    }

    [Fact]
    public async Task What_is_cut_is_decoded_as_far_as_it_goes()
    {
        var whole = System.IO.File.ReadAllBytes(Fixtures.Audio("flac-s16.flac"));

        var decoded = await Decoder.DecodeAsync(_folder.Write("cut.flac", whole.AsSpan(0, whole.Length * 2 / 3)), "flac");

        decoded.Decoding.End.Should().Be(DecodingEnd.Finished);
        decoded.Count.Should().BeInRange(1, 8819);
    }

    [Theory]
    [InlineData("mp3")]
    [InlineData("wav")]
    [InlineData("flac")]
    [InlineData("mov")]
    public async Task Text_is_given_up(string demuxer)
    {
        var decoded = await Decoder.DecodeAsync(Fixtures.Other("plain.txt"), demuxer);

        decoded.Decoding.Should().BeEquivalentTo(new { End = DecodingEnd.GaveUp });
        decoded.Decoding.Complaints.Should().NotBeEmpty().And.OnlyContain(complaint => !complaint.Message.Contains("plain.txt") && !complaint.Message.Contains("/input"));
        decoded.Count.Should().Be(0);
    }

    [Fact]
    public async Task A_codec_without_a_decoder_is_told_from_a_broken_file()
    {
        // 36 bits are legal in a WAVE file; ffmpeg has no such decoder.
        var wave = System.IO.File.ReadAllBytes(Fixtures.Audio("wav-s64.wav"));
        (wave[32], wave[34], wave[38]) = (5, 36, 36);

        (await Decoder.DecodeAsync(_folder.Write("36-bit.wav", wave), "wav")).Decoding.End.Should().Be(DecodingEnd.NoDecoder);
    }

    [Fact]
    public async Task A_codec_that_may_not_be_used_counts_as_without_a_decoder()
    {
        // Sonic is an experiment of ffmpeg's own; on the list of decoders it does not stand.
        var path = await PlainFfmpeg.MakeAsync(_folder.File("sonic.nut"), "-f", "lavfi", "-i", "sine=d=1:r=44100", "-c:a", "sonic", "-strict", "experimental", "-f", "nut");

        (await Decoder.DecodeAsync(path, "nut")).Decoding.End.Should().Be(DecodingEnd.NoDecoder);
    }

    [Fact]
    public async Task Only_known_demuxers_reach_the_command_line() =>
        await FluentActions.Awaiting(() => Decoder.DecodeAsync(Fixtures.MyFile, "lavfi")).Should().ThrowAsync<ArgumentException>();

    [Fact]
    public async Task Without_ffmpeg_or_cage_it_says_so()
    {
        foreach (var ffmpeg in new[] { null, "/usr/bin/no-such-ffmpeg", "/etc/hostname" })
        {
            var decoder = Decoder.Of(tools: Caged.Tools with { Ffmpeg = ffmpeg });
            await FluentActions.Awaiting(() => Decoder.DecodeAsync(Decoder.Request(Fixtures.MyFile, "wav"), decoder)).Should().ThrowAsync<DecoderUnavailableException>();
        }
    }

    [Theory]
    [InlineData("bubblewrap")]
    [InlineData("unshare")]
    [InlineData("prlimit")]
    public async Task A_file_that_is_gone_is_not_called_broken(string kind) =>
        await FluentActions.Awaiting(() => Decoder.DecodeAsync(Decoder.Request(_folder.File("gone.wav"), "wav"), Decoder.Of(kind))).Should().ThrowAsync<DecoderUnavailableException>();
}
