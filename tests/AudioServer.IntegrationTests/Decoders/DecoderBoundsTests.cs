using AudioServer.Application.Ports;
using AudioServer.Domain.Verification;
using AudioServer.IntegrationTests.Processes;
using AudioServer.TestKit;

namespace AudioServer.IntegrationTests.Decoders;

/// <summary>What no file and no fault makes the decoder exceed. The bomb is three hours of silence in a few hundred kilobytes.</summary>
[Collection(WholeProcess.Name)]
public sealed class DecoderBoundsTests(DecoderBoundsTests.Bomb bomb) : IClassFixture<DecoderBoundsTests.Bomb>, IDisposable
{
    private const int BombRate = 8000;
    private const int BombSeconds = 3 * 3600;

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Kinds => Caged.Kinds;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_bomb_stops_at_the_bound(string kind)
    {
        var (samples, path) = (0L, bomb.LinkedAs(_folder.File("bomb.flac")));

        var decoding = await Decoder.Of(kind).DecodeAsync(
            Request(path) with { MaxSeconds = 100.5 }, (format, frames) => samples += frames.Length / format.FrameSize, CancellationToken.None);

        decoding.End.Should().Be(DecodingEnd.OutOfBounds);
        samples.Should().Be(BombRate * 201 / 2);
        await LiveProcesses.NoneShouldNameAsync(path);
    }

    [Fact]
    public async Task Exactly_what_may_come_is_within_bounds()
    {
        var decoded = await Decoder.DecodeAsync(Decoder.Request(Fixtures.MyFile, "wav") with { MaxSeconds = 1.0 });

        decoded.Decoding.End.Should().Be(DecodingEnd.Finished);
        decoded.Count.Should().Be(44_100);
    }

    [Fact]
    public async Task Hours_of_audio_need_no_more_memory_than_seconds()
    {
        var before = GC.GetTotalAllocatedBytes();

        var decoding = await Decoder.Of().DecodeAsync(Request(bomb.Path) with { MaxSeconds = 3600 }, (_, _) => { }, CancellationToken.None);

        decoding.End.Should().Be(DecodingEnd.OutOfBounds);
        (GC.GetTotalAllocatedBytes() - before).Should().BeLessThan(16 * 1024 * 1024);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task What_hangs_is_killed_when_its_time_is_over(string kind)
    {
        var path = _folder.Pipe("endless");

        var decoded = await Decoder.DecodeAsync(Request(path, "wav") with { TimeLimit = TimeSpan.FromSeconds(5) }, Decoder.Of(kind, time: new HurriedTime()));

        decoded.Decoding.End.Should().Be(DecodingEnd.TimedOut);
        await LiveProcesses.NoneShouldNameAsync(path);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Processor_time_is_bounded_where_the_clock_is_late(string kind)
    {
        // Its version it says at once: what is bounded is the decoding.
        var decoded = await DecodeByAsync("[ \"$1\" = -version ] || while true; do true; done", kind, new PatientTime(), TimeSpan.FromSeconds(1));

        decoded.Decoding.End.Should().Be(DecodingEnd.TimedOut);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Cancelling_on_the_way_leaves_no_process_and_no_further_call(string kind)
    {
        using var cancelled = new CancellationTokenSource();
        var (returned, late, path) = (false, 0, bomb.LinkedAs(_folder.File("bomb.flac")));

        var decoding = Decoder.Of(kind).DecodeAsync(
            Request(path),
            (_, _) =>
            {
                late += returned ? 1 : 0;
                cancelled.Cancel();
            },
            cancelled.Token);

        await FluentActions.Awaiting(() => decoding).Should().ThrowAsync<OperationCanceledException>();
        returned = true;
        await LiveProcesses.NoneShouldNameAsync(path);
        late.Should().Be(0);
    }

    [Fact]
    public async Task Cancelled_before_it_starts_it_starts_nothing() =>
        await FluentActions.Awaiting(() => Decoder.Of().DecodeAsync(Request(bomb.Path), (_, _) => { }, new CancellationToken(canceled: true)))
            .Should().ThrowAsync<OperationCanceledException>();

    [Fact]
    public async Task What_the_receiver_throws_is_thrown_on_and_ends_the_decoder()
    {
        var path = bomb.LinkedAs(_folder.File("bomb.flac"));

        await FluentActions.Awaiting(() => Decoder.Of().DecodeAsync(Request(path), (_, _) => throw new IOException("disk full"), CancellationToken.None))
            .Should().ThrowAsync<IOException>().WithMessage("disk full");

        await LiveProcesses.NoneShouldNameAsync(path);
    }

    [Fact]
    public async Task Of_a_flood_of_complaints_the_first_are_kept_and_all_are_counted()
    {
        var decoded = await DecodeByAsync("seq -f '[flac @ 0x1] [error] number %g' 1 200000 >&2; head -c 30000000 /dev/zero >&2; seq 1 3 >&2");

        decoded.Decoding.End.Should().Be(DecodingEnd.Finished);
        decoded.Decoding.ComplaintCount.Should().Be(200_000);
        decoded.Decoding.Complaints.Should().HaveCount(50).And.StartWith(new DecoderComplaint("flac: number 1", 0));
    }

    [Theory]
    [InlineData("kill -SEGV $$", DecodingEnd.Died)]
    [InlineData("kill -ABRT $$", DecodingEnd.Died)]
    [InlineData("kill -KILL $$", DecodingEnd.Died)]
    [InlineData("echo '[error] Error while filtering: Cannot allocate memory' >&2; exit 244", DecodingEnd.Died)]
    [InlineData("echo no wave at all", DecodingEnd.Died)]
    [InlineData("exit 183", DecodingEnd.GaveUp)]
    [InlineData("exit 1", DecodingEnd.GaveUp)]
    [InlineData("exit 0", DecodingEnd.Finished)]
    public async Task However_the_tool_ends_it_is_told(string script, DecodingEnd end) =>
        (await DecodeByAsync(script)).Decoding.End.Should().Be(end);

    /// <summary>Decodes by a script in ffmpeg's place, for what no file makes a healthy ffmpeg do.</summary>
    private Task<Decoded> DecodeByAsync(string script, string kind = "bubblewrap", TimeProvider? time = null, TimeSpan? limit = null)
    {
        var tool = _folder.Write("ffmpeg", System.Text.Encoding.UTF8.GetBytes($"#!/bin/sh\n{script}\n"));
        System.IO.File.SetUnixFileMode(tool, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return Decoder.DecodeAsync(Decoder.Request(Fixtures.MyFile, "wav") with { TimeLimit = limit ?? Decoder.Ample }, Decoder.Of(kind, Caged.Tools with { Ffmpeg = tool }, time));
    }

    private static DecodeRequest Request(string path, string demuxer = "flac") => Decoder.Request(path, demuxer) with { MaxSeconds = double.MaxValue };

    public sealed class Bomb : IAsyncLifetime
    {
        private readonly TemporaryFolder _folder = new();

        public string Path => _folder.File("bomb.flac");

        /// <summary>The same bytes under a name by which one test's processes are known.</summary>
        public string LinkedAs(string name)
        {
            System.IO.File.Copy(Path, name);
            return name;
        }

        public Task InitializeAsync() =>
            PlainFfmpeg.MakeAsync(Path, "-f", "lavfi", "-i", $"anullsrc=r={BombRate}:cl=mono:nb_samples=32768", "-t", $"{BombSeconds}", "-c:a", "flac", "-frame_size", "32768");

        public Task DisposeAsync()
        {
            _folder.Dispose();
            return Task.CompletedTask;
        }
    }
}
