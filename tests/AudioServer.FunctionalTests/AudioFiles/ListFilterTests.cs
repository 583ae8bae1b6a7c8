using AudioServer.Domain.AudioFiles;
using AudioServer.TestKit;

namespace AudioServer.FunctionalTests.AudioFiles;

/// <summary>Each filter on its own and together. Rows are the same for all tests.</summary>
public sealed class ListFilterTests(ListFilterTests.Server server) : IClassFixture<ListFilterTests.Server>
{
    [Theory]
    [InlineData("minduration=1.5", "b c d")]
    [InlineData("minduration=1.51", "c d")]
    [InlineData("maxduration=1.5", "a b")]
    [InlineData("maxduration=1.49", "a")]
    [InlineData("minduration=1.5&maxduration=1.5", "b")]
    [InlineData("minduration=-1&maxduration=99999999999", "a b c d")]
    [InlineData("minduration=0.250", "a b c d")]
    [InlineData("minsize=200", "b c d e")]
    [InlineData("maxsize=200", "a b")]
    [InlineData("minsize=200&maxsize=300", "b c")]
    [InlineData("maxsize=9223372036854775807", "a b c d e")]
    [InlineData("samplerate=48000", "b d")]
    [InlineData("samplerate=048000", "b d")]
    [InlineData("minsamplerate=48000", "b c d")]
    [InlineData("minsamplerate=0", "a b c d")]
    [InlineData("channels=1", "a")]
    [InlineData("channels=0", "")]
    [InlineData("codec=flac", "c d")]
    [InlineData("codec=FLAC", "")]
    [InlineData("codec=", "")]
    [InlineData("container=ogg", "d")]
    [InlineData("contenttype=audio/ogg", "d")]
    [InlineData("contenttype=audio%2Fogg", "d")]
    [InlineData("state=ok", "b c")]
    [InlineData("state=OK", "b c")]
    [InlineData("state=pending", "a")]
    [InlineData("state=broken", "d")]
    [InlineData("state=skipped", "e")]
    [InlineData("state=running", "")]
    [InlineData("state=suspect", "")]
    [InlineData("label=kind:take", "a b c")]
    [InlineData("label=kind:take&label=room:hall", "b c")]
    [InlineData("label=kind:take&label=room:hall&label=mic:", "c")]
    [InlineData("label=kind:take&label=kind:take", "a b c")]
    [InlineData("label=kind:take&label=kind:other", "")]
    [InlineData("label=KIND:take", "")]
    [InlineData("label=kind:tak", "")]
    [InlineData("label=time:12:30", "d")]
    [InlineData("label=cafe%CC%81:cre%CC%80me", "d")]
    [InlineData("codec=flac&state=ok&minsize=1&label=room:hall", "c")]
    [InlineData("CODEC=flac&MinDuration=3", "c d")]
    public async Task A_filter_shows_what_matches_bounds_included_and_no_file_without_the_value(string query, string expected) =>
        await ShowsAsync(query, expected);

    [Theory]
    [InlineData("createdafter=2026-03-14T12:00:02Z", "c d e")]
    [InlineData("createdafter=2026-03-14T12:00:02.001Z", "d e")]
    [InlineData("createdbefore=2026-03-14T12:00:02Z", "a b c")]
    [InlineData("createdbefore=2026-03-14T12:00:01.999Z", "a b")]
    [InlineData("createdafter=2026-03-14T14:00:02%2B02:00", "c d e")]
    [InlineData("createdafter=2026-03-14T06:30:02-05:30", "c d e")]
    [InlineData("createdafter=2026-03-14t12:00:02z", "c d e")]
    [InlineData("createdafter=2026-03-14T12:00:02-00:00", "c d e")]
    [InlineData("createdafter=2026-03-14T12:00:01.0000000Z&createdbefore=2026-03-14T12:00:03.000Z", "b c d")]
    [InlineData("createdafter=2026-03-14T12:00:02Z&createdbefore=2026-03-14T13:00:02%2B01:00", "c")]
    [InlineData("createdafter=0001-01-01T00:00:00Z", "a b c d e")]
    [InlineData("createdbefore=9999-12-31T23:59:59Z", "a b c d e")]
    public async Task Times_are_instants_whatever_their_offset(string query, string expected) =>
        await ShowsAsync(query, expected);

    private async Task ShowsAsync(string query, string expected)
    {
        foreach (var sort in (string[])["created", "name", "size"])
        {
            var page = await server.App.GetListAsync($"/list?{query}&sort={sort}&count=true");

            page.Names().Should().Equal(expected.Split(' ', StringSplitOptions.RemoveEmptyEntries), sort);
            page.GetProperty("total").GetInt64().Should().Be(page.Names().Count);
        }
    }

    public sealed class Server : IAsyncLifetime
    {
        public AudioServerApp App { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            App = await AudioServerApp.StartAsync();
            await App.Services.AddAsync(
                new AudioRow("a") { Duration = 0.25, Size = 100, Channels = 1, Labels = Labels("kind:take") },
                new AudioRow("b") { Duration = 1.5, Size = 200, SampleRate = 48_000, State = VerificationState.Ok, CreatedAt = After(1), Labels = Labels("kind:take", "room:hall") },
                new AudioRow("c") { Duration = 3, Size = 300, SampleRate = 96_000, Codec = "flac", State = VerificationState.Ok, CreatedAt = After(2), Labels = Labels("kind:take", "room:hall", "mic:") },
                new AudioRow("d")
                {
                    Duration = 4,
                    Size = 400,
                    SampleRate = 48_000,
                    Codec = "flac",
                    Container = "ogg",
                    ContentType = "audio/ogg",
                    State = VerificationState.Broken,
                    CreatedAt = After(3),
                    Labels = Labels("time:12:30", "café:crème"),
                },
                new AudioRow("e") { Duration = null, Size = 500, SampleRate = null, Channels = null, State = VerificationState.Skipped, CreatedAt = After(4) });
        }

        public async Task DisposeAsync() => await App.DisposeAsync();

        private static DateTimeOffset After(int seconds) => AudioRow.Noon.AddSeconds(seconds);

        private static Dictionary<string, string> Labels(params string[] labels) => new(labels.Select(LabelSet.Split));
    }
}
