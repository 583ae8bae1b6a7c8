using System.Buffers.Binary;
using System.Diagnostics;
using System.Text;
using AudioServer.Application.Ports;
using AudioServer.Infrastructure.Tags;
using AudioServer.IntegrationTests.Probing;
using AudioServer.IntegrationTests.Processes;
using AudioServer.TestKit;
using Microsoft.Extensions.Logging.Abstractions;

namespace AudioServer.IntegrationTests.Tags;

public sealed class TagLibTagReaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TagLibTagReader _reader = Reader("bubblewrap");

    public static TheoryData<string> Kinds => Caged.Kinds;

    public void Dispose()
    {
        _reader.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("mp3", "mp3")]
    [InlineData("flac", "flac")]
    [InlineData("ogg", "ogg")]
    [InlineData("m4a", "mov")]
    public async Task It_reads_tags_by_the_format_not_the_name(string extension, string demuxer)
    {
        var path = await TaggedAsync(extension);
        var lying = _folder.File("-odd \"name\"\n.doc");
        System.IO.File.Move(path, lying);

        var reading = await ReadAsync(lying, demuxer);

        reading!.Tags.Should().BeEquivalentTo(new { Title = "Tïtle", Artist = "Someone", Album = "Álbum", Genre = "Noise", Year = 2009, Track = 3 });
        reading.HasCover.Should().BeFalse();
        reading.Duration.Should().BeInRange(0.5, 2, "it is a first look, no more");
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task It_works_in_every_cage(string kind)
    {
        using var reader = Reader(kind);

        (await reader.ReadAsync(await TaggedAsync("flac"), "flac", CancellationToken.None))!.Tags.Title.Should().Be("Tïtle");
    }

    [Fact]
    public async Task It_sees_a_cover()
    {
        var path = await Sounds.MakeAsync(_folder, "tone.flac", "-map", "0", "-map", "2", "-c:v", "png", "-disposition:v:0", "attached_pic");

        (await ReadAsync(path, "flac"))!.HasCover.Should().BeTrue();
    }

    [Fact]
    public async Task Formats_it_does_not_know_are_not_even_tried()
    {
        (await ReadAsync(_folder.File("not there"), "qcp")).Should().BeNull();
    }

    [Fact]
    public async Task A_file_that_overflows_its_stack_harms_neither_the_server_nor_the_next_file()
    {
        var killer = _folder.Write("killer.mp4", NestedBoxes(96 * 1024));
        var tagged = await TaggedAsync("m4a");

        (await ReadAsync(tagged, "mov")).Should().NotBeNull();
        var host = HostsOf(_folder.Path).Single().Id;
        (await ReadAsync(killer, "mov")).Should().BeNull();
        HostsOf(_folder.Path).Should().NotContain(process => process.Id == host, "it died over the file");
        (await ReadAsync(tagged, "mov"))!.Tags.Title.Should().Be("Tïtle");
    }

    [Fact]
    public async Task A_file_that_outlasts_its_time_is_null_and_the_next_one_works()
    {
        using var reader = Reader("bubblewrap", new HurriedTime());

        (await reader.ReadAsync(_folder.Pipe("endless"), "flac", CancellationToken.None)).Should().BeNull();

        (await _reader.ReadAsync(await TaggedAsync("flac"), "flac", CancellationToken.None)).Should().NotBeNull();
        HostsOf(_folder.Path).Should().ContainSingle("the one that hung was killed");
    }

    [Fact]
    public async Task A_false_size_costs_no_memory_of_the_servers()
    {
        // ID3v2.3, whose one text frame claims the whole 256 MiB that the header's 28 bits can say.
        byte[] tag = [.. "ID3"u8, 3, 0, 0, 0x7F, 0x7F, 0x7F, 0x7F, .. "TIT2"u8, 0x0F, 0xFF, 0xFF, 0xF0, 0, 0, .. new byte[2000]];
        var liar = _folder.Write("liar.mp3", tag);
        var tagged = await TaggedAsync("mp3");

        var reading = await ReadAsync(liar, "mp3");

        reading?.Tags.Title.Should().BeNullOrEmpty();
        (await ReadAsync(tagged, "mp3"))!.Tags.Title.Should().Be("Tïtle");
        Environment.WorkingSet.Should().BeLessThan(1L << 30);
    }

    [Fact]
    public async Task Garbage_of_every_kind_is_null_and_the_host_lives_on()
    {
        var random = new Random(1);
        var noise = new byte[4096];
        foreach (var demuxer in new[] { "aac", "aiff", "ape", "asf", "avi", "dsf", "flac", "matroska", "mov", "mp3", "mpc", "ogg", "wav", "wv" })
        {
            random.NextBytes(noise);
            var path = _folder.Write("noise", noise);
            await FluentActions.Awaiting(() => ReadAsync(path, demuxer)).Should().NotThrowAsync();
            System.IO.File.Delete(path);
        }

        (await ReadAsync(await TaggedAsync("ogg"), "ogg")).Should().NotBeNull();
    }

    [Fact]
    public async Task Hosts_end_with_the_reader()
    {
        var reader = Reader("bubblewrap");
        await reader.ReadAsync(await TaggedAsync("flac"), "flac", CancellationToken.None);
        HostsOf(_folder.Path).Should().NotBeEmpty();

        reader.Dispose();

        SpinWait.SpinUntil(() => !HostsOf(_folder.Path).Any(), TimeSpan.FromSeconds(10)).Should().BeTrue();
    }

    [Fact]
    public async Task At_most_two_hosts_serve_any_number_of_files()
    {
        var path = await TaggedAsync("flac");

        var readings = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => ReadAsync(path, "flac")));

        readings.Should().NotContainNulls();
        HostsOf(_folder.Path).Count().Should().BeLessThanOrEqualTo(2);
    }

    [Fact]
    public async Task The_host_answers_a_line_a_request_and_ends_with_its_input()
    {
        var path = await TaggedAsync("flac");
        using var input = new MemoryStream(Encoding.UTF8.GetBytes($$"""
            {"Path":"{{path}}","MimeType":"taglib/flac"}
            {"Path":"/not/there","MimeType":"taglib/flac"}
            {"Path":"{{path}}","MimeType":"taglib/no-such"}

            """));
        using var output = new MemoryStream();

        TagHost.Run(input, output).Should().Be(0);

        var lines = Encoding.UTF8.GetString(output.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.Should().HaveCount(4, "the first says that the host is up");
        lines[1].Should().Contain("\"Read\":true").And.Contain("tle");
        lines[2..].Should().AllSatisfy(line => line.Should().Contain("\"Read\":false"));
    }

    private static TagLibTagReader Reader(string kind, TimeProvider? time = null) => new(Caged.Of(kind), time ?? TimeProvider.System, NullLogger<TagLibTagReader>.Instance);

    private Task<TagReading?> ReadAsync(string path, string demuxer) => _reader.ReadAsync(path, demuxer, CancellationToken.None);

    private Task<string> TaggedAsync(string extension) => Sounds.MakeAsync(_folder, $"tagged.{extension}", ["-map", "0", .. FfprobeStreamProberTests.Tagged]);

    /// <summary>The processes that this one has started for hosts that see the folder.</summary>
    private static IEnumerable<Process> HostsOf(string folder) => Process.GetProcessesByName("bwrap").Where(process =>
    {
        try
        {
            var words = System.IO.File.ReadAllText($"/proc/{process.Id}/cmdline").Split('\0');
            var parent = System.IO.File.ReadAllLines($"/proc/{process.Id}/status").First(line => line.StartsWith("PPid:", StringComparison.Ordinal))[5..].Trim();
            return words.Contains(folder) && words.Contains("tag-host") && parent == $"{Environment.ProcessId}";
        }
        catch (IOException)
        {
            return false;
        }
    });

    /// <summary>An MP4 whose user data hold user data, eight bytes deeper each: TagLibSharp follows them by recursion.</summary>
    private static byte[] NestedBoxes(int length)
    {
        var bytes = new byte[length];
        "\0\0\0\u0018ftypM4A \0\0\0\0M4A mp42"u8.CopyTo(bytes);
        for (var at = 24; at + 8 <= length; at += 8)
        {
            BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(at), length - at);
            (at == 24 ? "moov"u8 : "udta"u8).CopyTo(bytes.AsSpan(at + 4));
        }

        return bytes;
    }
}
