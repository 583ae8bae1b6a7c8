using System.Buffers.Binary;
using System.Text;
using AudioServer.Application.Ports;
using AudioServer.Domain.Pcm;
using AudioServer.IntegrationTests.Processes;
using AudioServer.TestKit;

namespace AudioServer.IntegrationTests.Derived;

/// <summary>A slice holds just the samples between its bounds, bit for bit as a whole decode gives them.</summary>
public sealed class SliceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <summary>Fixture, its demuxer, rate, channels, and how its decoder gives its samples out.</summary>
    public static TheoryData<string, string, int, int, PcmEncoding> Sources => new()
    {
        { "myfile.wav", "wav", 44_100, 2, PcmEncoding.S16 },
        { "wav-u8.wav", "wav", 11_025, 1, PcmEncoding.U8 },
        { "wav-s24.wav", "wav", 16_000, 2, PcmEncoding.S24 },
        { "wav-s32.wav", "wav", 8_000, 2, PcmEncoding.S32 },
        { "wav-s64.wav", "wav", 8_000, 1, PcmEncoding.S64 },
        { "wav-f32.wav", "wav", 22_050, 1, PcmEncoding.F32 },
        { "wav-f64.wav", "wav", 8_000, 1, PcmEncoding.F64 },
        { "wav-192k.wav", "wav", 192_000, 1, PcmEncoding.S16 },
        { "wav-extensible-5.1.wav", "wav", 8_000, 6, PcmEncoding.S16 },
        { "wav-mulaw.wav", "wav", 8_000, 1, PcmEncoding.S16 },
        { "wav-adpcm-ms.wav", "wav", 22_050, 2, PcmEncoding.S16 },
        { "aiff-s24.aif", "aiff", 16_000, 2, PcmEncoding.S24 },
        { "flac-s16.flac", "flac", 44_100, 1, PcmEncoding.S16 },
        { "flac-s24-96k.flac", "flac", 96_000, 2, PcmEncoding.S24 },
        { "tagged-cover.flac", "flac", 44_100, 1, PcmEncoding.S16 },
        { "wavpack.wv", "wv", 44_100, 1, PcmEncoding.S16 },
        { "mp3-vbr-xing.mp3", "mp3", 44_100, 2, PcmEncoding.F32 },
        { "mp3-cbr.mp3", "mp3", 44_100, 2, PcmEncoding.F32 },
        { "mp3-no-xing.mp3", "mp3", 44_100, 1, PcmEncoding.F32 },
        { "mp3-mpeg2.5-8k.mp3", "mp3", 8_000, 1, PcmEncoding.F32 },
        { "ogg-vorbis.ogg", "ogg", 44_100, 2, PcmEncoding.F32 },
        { "ogg-opus.opus", "ogg", 48_000, 1, PcmEncoding.F32 },
        { "mp4-aac.m4a", "mov", 44_100, 2, PcmEncoding.F32 },
        { "mp4-alac.m4a", "mov", 44_100, 2, PcmEncoding.S16 },
        { "video-and-sound.mp4", "mov", 22_050, 1, PcmEncoding.F32 },
        { "aac-adts.aac", "aac", 44_100, 2, PcmEncoding.F32 },
        { "dsd64.dsf", "dsf", 352_800, 1, PcmEncoding.F32 },
    };

    public static TheoryData<string> Kinds => Caged.Kinds;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Sources))]
    public async Task It_is_the_samples_of_the_whole_decode_between_its_bounds(string fixture, string demuxer, int rate, int channels, PcmEncoding encoding)
    {
        var whole = await PlainFfmpeg.DecodeAsync(Fixtures.Audio(fixture), encoding);
        var frame = channels * encoding.SampleSize();
        var length = whole.Length / frame;

        // Inside, from the first sample, to the last, across the end, a single sample, and all of it.
        foreach (var (first, end) in new[] { (length / 3, length / 2), (0, 100), (length - 7, length), (length / 2, length + rate), (length / 2, (length / 2) + 1), (0, length + 1) })
        {
            var slice = Converting.Slice(rate, encoding, (double)first / rate, (double)end / rate);
            (slice.FirstSample, slice.EndSample).Should().Be((first, end));

            var conversion = await Converting.RunAsync(_folder, Fixtures.Audio(fixture), demuxer, slice, out var output);

            var expected = whole[(first * frame)..(Math.Min(end, length) * frame)];
            conversion.Should().Be(new Conversion(ConversionEnd.Done, expected.Length / frame));
            Samples(output, rate, channels, encoding).Should().Equal(expected);
        }
    }

    [Fact]
    public async Task From_1_to_2_and_a_half_seconds_at_44100_Hz_are_66150_samples()
    {
        var source = _folder.Write("long.wav", new Wav(44 + (3 * 44_100 * 4), 7).ToArray());

        var conversion = await Converting.RunAsync(_folder, source, "wav", Converting.Slice(44_100, PcmEncoding.S16, 1.0, 2.5), out var output);

        conversion.SampleCount.Should().Be(66_150);
        Samples(output, 44_100, 2, PcmEncoding.S16).Should().Equal(File.ReadAllBytes(source)[(44 + (44_100 * 4))..(44 + (110_250 * 4))]);
    }

    [Fact]
    public async Task Without_an_end_it_goes_to_the_end_and_without_a_beginning_from_the_beginning()
    {
        var whole = await PlainFfmpeg.DecodeAsync(Fixtures.MyFile, PcmEncoding.S16);

        await Converting.RunAsync(_folder, Fixtures.MyFile, "wav", Converting.Slice(44_100, PcmEncoding.S16, 0.5, null), out var output);
        Samples(output, 44_100, 2, PcmEncoding.S16).Should().Equal(whole[(22_050 * 4)..]);

        await Converting.RunAsync(_folder, Fixtures.MyFile, "wav", Converting.Slice(44_100, PcmEncoding.S16, null, 0.5), out output);
        Samples(output, 44_100, 2, PcmEncoding.S16).Should().Equal(whole[..(22_050 * 4)]);
    }

    [Fact]
    public async Task A_beginning_behind_the_end_finds_nothing_there()
    {
        foreach (var (fixture, demuxer) in new[] { ("myfile.wav", "wav"), ("mp3-vbr-xing.mp3", "mp3"), ("flac-s16.flac", "flac") })
        {
            var conversion = await Converting.RunAsync(_folder, Fixtures.Audio(fixture), demuxer, Converting.Slice(44_100, PcmEncoding.S16, 100, 101), out _);

            conversion.End.Should().Be(ConversionEnd.NothingThere, fixture);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task It_is_the_same_in_every_cage(string kind)
    {
        var converter = Converting.Converter(cage: Caged.Of(kind));

        var conversion = await Converting.RunAsync(_folder, Fixtures.MyFile, "wav", Converting.Slice(44_100, PcmEncoding.S16, 0.25, 0.75), out var output, converter);

        conversion.Should().Be(new Conversion(ConversionEnd.Done, 22_050));
        Samples(output, 44_100, 2, PcmEncoding.S16).Should().Equal((await PlainFfmpeg.DecodeAsync(Fixtures.MyFile, PcmEncoding.S16))[(11_025 * 4)..(33_075 * 4)]);
    }

    [Fact]
    public async Task Sound_that_changes_its_channels_on_the_way_is_not_sliced_wrongly()
    {
        var (stereo, mono) = (await ConvertedAsync("stereo.mp3", "-ac", "2"), await ConvertedAsync("mono.mp3", "-ac", "1"));
        var source = _folder.Write("both.mp3", [.. File.ReadAllBytes(stereo), .. File.ReadAllBytes(mono)]);

        var conversion = await Converting.RunAsync(_folder, source, "mp3", Converting.Slice(44_100, PcmEncoding.F32, 0.1, 1.5), out _);

        conversion.End.Should().Be(ConversionEnd.Impossible);

        Task<string> ConvertedAsync(string name, params string[] options) => Probing.Sounds.MakeAsync(_folder, name, ["-map", "0:a", .. options, "-write_xing", "0", "-id3v2_version", "0"]);
    }

    /// <summary>The data of a WAV file that is exactly as long as its header says, and has nothing in it but format, sample count and data.</summary>
    private static byte[] Samples(string path, int rate, int channels, PcmEncoding encoding)
    {
        var wav = File.ReadAllBytes(path);
        Encoding.ASCII.GetString(wav, 0, 4).Should().Be("RIFF");
        BinaryPrimitives.ReadUInt32LittleEndian(wav.AsSpan(4)).Should().Be((uint)(wav.Length - 8));
        for (var place = 12; ;)
        {
            var (name, size) = (Encoding.ASCII.GetString(wav, place, 4), BinaryPrimitives.ReadInt32LittleEndian(wav.AsSpan(place + 4)));
            var content = wav.AsSpan(place + 8);
            if (name == "data")
            {
                // A data chunk of an odd length is padded (RIFF).
                content.Length.Should().Be(size + (size % 2));
                return content[..size].ToArray();
            }

            name.Should().BeOneOf("fmt ", "fact");
            if (name == "fmt ")
            {
                var isFloat = encoding is PcmEncoding.F32 or PcmEncoding.F64;
                var tag = BinaryPrimitives.ReadUInt16LittleEndian(content);
                (tag == 0xFFFE ? BinaryPrimitives.ReadUInt16LittleEndian(content[24..]) : tag).Should().Be((ushort)(isFloat ? 3 : 1));
                BinaryPrimitives.ReadUInt16LittleEndian(content[2..]).Should().Be((ushort)channels);
                BinaryPrimitives.ReadInt32LittleEndian(content[4..]).Should().Be(rate);
                BinaryPrimitives.ReadUInt16LittleEndian(content[14..]).Should().Be((ushort)(8 * encoding.SampleSize()));
            }

            place += 8 + size;
        }
    }
}
