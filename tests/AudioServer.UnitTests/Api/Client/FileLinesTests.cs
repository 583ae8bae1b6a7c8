using AudioServer.Api.Client;
using AudioServer.Application.AudioFiles;
using AudioServer.Domain.AudioFiles;

namespace AudioServer.UnitTests.Api.Client;

public sealed class FileLinesTests
{
    private static readonly AudioFileView File = new()
    {
        Id = new Guid("0193e0c0-0000-7000-8000-000000000000"),
        Name = "take\u202Egpj.wav",
        Size = 567_532,
        Codec = "pcm_s16le",
        Duration = 3.217007,
        SampleRate = 44_100,
        Channels = 2,
        CreatedAt = new DateTimeOffset(2026, 11, 22, 9, 0, 0, TimeSpan.FromHours(1)),
        Verification = { State = VerificationState.Ok },
    };

    [Fact]
    public void People_get_columns_under_their_headings()
    {
        var line = FileLines.ForPeople(File);

        line.Should().Be("ok           0:03.2  567.5 kB  pcm_s16le  2026-11-22 08:00  take\uFFFDgpj.wav");
        foreach (var (heading, value) in new[] { ("STATE", "ok"), ("CODEC", "pcm_s16le"), ("CREATED", "2026"), ("NAME", "take") })
        {
            line.IndexOf(value, StringComparison.Ordinal).Should().Be(FileLines.Header.IndexOf(heading, StringComparison.Ordinal), heading);
        }

        line.IndexOf(" kB", StringComparison.Ordinal).Should().Be(FileLines.Header.IndexOf("SIZE", StringComparison.Ordinal) + 1);
    }

    [Fact]
    public void Programs_get_tabs_and_whole_numbers() =>
        FileLines.ForPrograms(File).Should().Be("0193e0c0-0000-7000-8000-000000000000\tok\t3.217007\t567532\tpcm_s16le\t44100\t2\t2026-11-22T08:00:00.000Z\ttake\uFFFDgpj.wav");

    [Theory]
    [InlineData(null, "-")]
    [InlineData(0.0, "0:00.0")]
    [InlineData(59.96, "1:00.0")]
    [InlineData(217.24, "3:37.2")]
    [InlineData(3723.4, "1:02:03.4")]
    [InlineData(360_000.0, "100:00:00.0")]
    public void Durations(double? seconds, string text) => FileLines.Duration(seconds).Should().Be(text);

    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(999, "999 B")]
    [InlineData(1000, "1.0 kB")]
    [InlineData(999_949, "999.9 kB")]
    [InlineData(999_950, "1.0 MB")]
    [InlineData(long.MaxValue, "9.2 EB")]
    public void Sizes(long bytes, string text) => FileLines.Size(bytes).Should().Be(text);

    [Theory]
    [InlineData(true, "audio.created   ok        take.wav")]
    [InlineData(false, "audio.created\t0193e0c0-0000-7000-8000-000000000000\tok\ttake.wav")]
    public void Events(bool isForPeople, string line)
    {
        using var data = System.Text.Json.JsonDocument.Parse("""{"id":"0193e0c0-0000-7000-8000-000000000000","name":"take.wav","verification":{"state":"ok"}}""");

        WatchVerb.Line("audio.created", data.RootElement, isForPeople).Should().Be(line);
    }

    [Fact]
    public void A_query_holds_what_has_a_value_and_escapes_it() =>
        AudioClient.Query("list", [("q", "a&b=ü/%"), ("name", null), ("label", "a:b"), ("label", "c:d")]).Should().Be("list?q=a%26b%3D%C3%BC%2F%25&label=a%3Ab&label=c%3Ad");
}
