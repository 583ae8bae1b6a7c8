using System.Buffers.Binary;
using System.Text;
using AudioServer.Application.Ports;
using AudioServer.Infrastructure.Probing;
using AudioServer.Infrastructure.Processes;
using AudioServer.IntegrationTests.Processes;
using AudioServer.TestKit;

namespace AudioServer.IntegrationTests.Probing;

public sealed class FfprobeStreamProberTests : IDisposable
{
    internal static readonly string[] Tagged =
    [
        "-metadata", "title=Tïtle", "-metadata", "artist=Someone", "-metadata", "album=Álbum", "-metadata", "genre=Noise", "-metadata", "date=2009-05-08", "-metadata", "track=3/12",
        "-metadata", "comment=No comment",
    ];

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Kinds => Caged.Kinds;

    public static TheoryData<string> Demuxers => new(FfmpegAllowLists.Demuxers);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task It_tells_what_a_wav_declares(string kind)
    {
        var path = await Sounds.MakeAsync(_folder, "a \"tone\"\n.wav", "-map", "0", "-ac", "2");

        var facts = await ProbeAsync(path, "wav", Caged.Of(kind));

        facts.Should().BeEquivalentTo(new
        {
            Container = "wav",
            Codec = "pcm_s16le",
            SampleRate = 44100,
            Channels = 2,
            BitsPerSample = 16,
            BitRate = 1411200,
            DeclaredDuration = 1.0,
            EstimatedDuration = (double?)null,
            HasVideo = false,
            HasCover = false,
            IsWebM = false,
        });
    }

    [Theory]
    [InlineData("wav", "wav", "pcm_s24le", 24)]
    [InlineData("flac", "flac", "flac", 16)]
    [InlineData("m4a", "mov", "alac", 16)]
    [InlineData("wv", "wv", "wavpack", 16)]
    [InlineData("mp3", "mp3", "mp3", null)]
    [InlineData("wav", "wav", "pcm_mulaw", 8)]
    public async Task Bits_belong_to_lossless_codecs(string extension, string demuxer, string codec, int? bits)
    {
        string[] sampleFormat = codec is "wavpack" or "alac" ? ["-sample_fmt", "s16p"] : [];
        var path = await Sounds.MakeAsync(_folder, $"tone.{extension}", codec == "mp3" ? ["-map", "0"] : ["-map", "0", "-c:a", codec, .. sampleFormat]);

        var facts = await ProbeAsync(path, demuxer);

        facts!.Codec.Should().Be(codec);
        facts.BitsPerSample.Should().Be(bits);
        facts.DeclaredDuration.Should().BeApproximately(1, 0.1);
    }

    [Theory]
    [InlineData("mp3", "mp3")]
    [InlineData("flac", "flac")]
    [InlineData("ogg", "ogg")]
    [InlineData("m4a", "mov")]
    [InlineData("mka", "matroska")]
    public async Task Tags_are_found_under_any_spelling(string extension, string demuxer)
    {
        var path = await Sounds.MakeAsync(_folder, $"tone.{extension}", ["-map", "0", .. Tagged]);

        var facts = await ProbeAsync(path, demuxer);

        facts!.Tags.Should().BeEquivalentTo(new { Title = "Tïtle", Artist = "Someone", Album = "Álbum", Genre = "Noise", Year = 2009, Track = 3, Comment = "No comment" });
    }

    [Fact]
    public async Task A_comment_beyond_all_bounds_costs_the_tags_and_nothing_else()
    {
        var path = await Sounds.MakeAsync(_folder, "tone.flac", "-map", "0");
        WithLongComment(path, 2 * 1024 * 1024);

        var facts = await ProbeAsync(path, "flac");

        facts!.Codec.Should().Be("flac");
        facts.Tags.Comment.Should().BeNull();
    }

    [Theory]
    [InlineData("flac", "flac", "mjpeg")]
    [InlineData("mp3", "mp3", "png")]
    [InlineData("m4a", "mov", "mjpeg")]
    public async Task A_cover_is_not_a_moving_picture(string extension, string demuxer, string picture)
    {
        var path = await Sounds.MakeAsync(_folder, $"tone.{extension}", "-map", "0", "-map", "2", "-c:v", picture, "-disposition:v:0", "attached_pic");

        var facts = await ProbeAsync(path, demuxer);

        facts.Should().BeEquivalentTo(new { HasCover = true, HasVideo = false, SampleRate = 44100, Channels = 1, EstimatedDuration = (double?)null });
        facts!.DeclaredDuration.Should().BeApproximately(1, 0.1);
    }

    [Theory]
    [InlineData("mp4", "mov", "mov,mp4,m4a,3gp,3g2,mj2", "aac")]
    [InlineData("mkv", "matroska", "matroska,webm", "vorbis")]
    [InlineData("avi", "avi", "avi", "mp3")]
    [InlineData("ts", "mpegts", "mpegts", "mp2")]
    public async Task Video_with_sound_is_its_sound(string extension, string demuxer, string container, string codec)
    {
        var path = await Sounds.MakeAsync(_folder, $"film.{extension}", "-map", "1", "-map", "0", "-c:v", "mpeg4", "-ac", "2", "-c:a", codec == "vorbis" ? "libvorbis" : codec);

        var facts = await ProbeAsync(path, demuxer);

        facts.Should().BeEquivalentTo(new { Container = container, Codec = codec, SampleRate = 44100, Channels = 2, HasVideo = true, HasCover = false, DeclaredDuration = (double?)null });
        facts!.EstimatedDuration.Should().BeApproximately(1, 0.2, "the container's length is as near as can be told");
    }

    [Fact]
    public async Task Video_without_sound_is_nothing()
    {
        var path = await Sounds.MakeAsync(_folder, "silent.mp4", "-map", "1", "-c:v", "mpeg4");

        (await ProbeAsync(path, "mov")).Should().BeNull();
    }

    [Fact]
    public async Task A_length_reckoned_from_the_bit_rate_is_an_estimate()
    {
        var mp3 = await Sounds.MakeAsync(_folder, "tone.mp3", "-map", "0", "-write_xing", "0", "-id3v2_version", "0");
        var aac = await Sounds.MakeAsync(_folder, "tone.aac", "-map", "0");

        foreach (var facts in new[] { await ProbeAsync(mp3, "mp3"), await ProbeAsync(aac, "aac") })
        {
            facts!.DeclaredDuration.Should().BeNull();
            facts.EstimatedDuration.Should().BeApproximately(1, 0.2);
        }
    }

    [Fact]
    public async Task WebM_is_told_from_other_Matroska()
    {
        var webm = await Sounds.MakeAsync(_folder, "tone.webm", "-map", "0", "-c:a", "libopus");
        var mka = await Sounds.MakeAsync(_folder, "tone.mka", "-map", "0", "-c:a", "libopus");

        (await ProbeAsync(webm, "matroska"))!.IsWebM.Should().BeTrue();
        (await ProbeAsync(mka, "matroska"))!.IsWebM.Should().BeFalse();
    }

    [Fact]
    public async Task An_absurd_length_is_not_shown()
    {
        var path = await Sounds.MakeAsync(_folder, "tone.flac", "-map", "0");
        using (var file = new FileStream(path, FileMode.Open))
        {
            // The last 36 bits of this field are the count of samples: 2^36 - 1 of them are 18 days.
            file.Position = 21;
            file.Write([0xFF, 0xFF, 0xFF, 0xFF, 0xFF]);
        }

        var facts = await ProbeAsync(path, "flac");

        facts!.SampleRate.Should().Be(44100);
        (facts.DeclaredDuration ?? facts.EstimatedDuration).Should().BeNull();
    }

    [Theory]
    [MemberData(nameof(Demuxers))]
    public async Task A_playlist_reads_no_other_file_whatever_it_is_taken_for(string demuxer)
    {
        const int rateOfSecret = 12345;
        var sound = System.IO.File.ReadAllBytes(Fixtures.MyFile);
        BinaryPrimitives.WriteInt32LittleEndian(sound.AsSpan(24), rateOfSecret);
        var secret = _folder.Write("secret.wav", sound);
        var playlist = _folder.Write("list.mp3", Encoding.UTF8.GetBytes($"#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:1,\nfile:{secret}\n#EXT-X-ENDLIST\n"));

        // The cage that does not hide files shows that it is not the walls alone. Raw formats take any bytes for samples, but never find this rate in them.
        var facts = await ProbeAsync(playlist, demuxer, Caged.Of("prlimit"));

        facts?.SampleRate.Should().NotBe(rateOfSecret);
    }

    [Theory]
    [InlineData("hls")]
    [InlineData("concat")]
    [InlineData("lavfi")]
    [InlineData("wav -i /etc/passwd")]
    [InlineData("-version")]
    [InlineData("")]
    public async Task Only_known_demuxers_reach_the_command_line(string demuxer)
    {
        var path = _folder.Write("any", "bytes"u8);

        await FluentActions.Awaiting(() => ProbeAsync(path, demuxer)).Should().ThrowAsync<ArgumentException>();
    }

    [Fact]
    public async Task A_file_that_outlasts_the_prober_is_nothing()
    {
        using var prober = new FfprobeStreamProber(Caged.Tools, Caged.Strongest, new CagedRunner(Caged.Strongest, new HurriedTime()));

        (await prober.ProbeAsync(_folder.Pipe("endless"), "wav", CancellationToken.None)).Should().BeNull();
    }

    [Fact]
    public async Task Without_ffprobe_it_says_so()
    {
        var path = _folder.Write("any", "bytes"u8);

        foreach (var missing in new[] { null, "/usr/bin/no-such-ffprobe" })
        {
            await FluentActions.Awaiting(() => ProbeAsync(path, "wav", tools: Caged.Tools with { Ffprobe = missing })).Should().ThrowAsync<ProberUnavailableException>();
        }
    }

    [Fact]
    public async Task A_cage_that_stops_working_is_no_fault_of_the_file()
    {
        var path = _folder.Write("any", "bytes"u8);

        await FluentActions.Awaiting(() => ProbeAsync(path, "wav", tools: Caged.Tools with { Ffprobe = "/etc/hostname" })).Should().ThrowAsync<ProberUnavailableException>();
    }

    private static async Task<StreamFacts?> ProbeAsync(string path, string demuxer, Cage? cage = null, SystemTools? tools = null)
    {
        using var prober = new FfprobeStreamProber(tools ?? Caged.Tools, cage ?? Caged.Strongest, new CagedRunner(cage ?? Caged.Strongest, TimeProvider.System));
        return await prober.ProbeAsync(path, demuxer, CancellationToken.None);
    }

    /// <summary>Puts a VORBIS_COMMENT block of the file's own making behind STREAMINFO.</summary>
    private static void WithLongComment(string path, int length)
    {
        var flac = System.IO.File.ReadAllBytes(path);
        var text = "COMMENT=" + new string('x', length);
        using var block = new MemoryStream();
        using (var writer = new BinaryWriter(block, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(0);
            writer.Write(1);
            writer.Write(text.Length);
            writer.Write(Encoding.UTF8.GetBytes(text));
        }

        var header = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(header, (int)block.Length);
        header[0] = 4;
        const int streamInfoEnd = 4 + 4 + 34;
        System.IO.File.WriteAllBytes(path, [.. flac[..streamInfoEnd], .. header, .. block.ToArray(), .. flac[streamInfoEnd..]]);
    }
}
