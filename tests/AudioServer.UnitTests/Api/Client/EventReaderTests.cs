using AudioServer.Api.Client;

namespace AudioServer.UnitTests.Api.Client;

public sealed class EventReaderTests
{
    [Fact]
    public async Task A_stream_as_the_server_writes_it_is_read()
    {
        var (events, reader) = await ReadAsync(": events follow\nretry: 2000\n\nid: 3-1\n: alive\n\nid: 4-2\nevent: audio.created\ndata: {\"a\":1}\n\nevent: audio.progress\ndata: {}\n\n: alive\n\n");

        events.Should().Equal(new ServerEvent("4-2", "audio.created", "{\"a\":1}"), new ServerEvent("4-2", "audio.progress", "{}"));
        reader.LastId.Should().Be("4-2");
        reader.Retry.Should().Be(TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task A_client_that_never_hears_of_a_file_knows_from_where_to_go_on() =>
        (await ReadAsync("id: 3-1\n: alive\n\n")).Reader.LastId.Should().Be("3-1");

    [Theory]
    [InlineData("id: 5\nevent: audio.created\ndata: {}\n")]
    [InlineData("id: 5\nevent: audio.created\ndata: {")]
    [InlineData("id: 5")]
    public async Task An_event_that_is_cut_was_none_and_is_asked_for_again(string cut)
    {
        var (events, reader) = await ReadAsync($"id: 4\ndata: x\n\n{cut}");

        events.Should().ContainSingle();
        reader.LastId.Should().Be("4");
    }

    [Theory]
    [InlineData("data: a\ndata: b\n\n", "a\nb")]
    [InlineData("data:a\r\n\r\n", "a")]
    [InlineData("data:  a\r\r", " a")]
    [InlineData("data\n\n", "")]
    [InlineData("\uFEFFdata: a\n\n", "a")]
    public async Task Lines_are_put_together_as_the_standard_says(string stream, string data) =>
        (await ReadAsync(stream)).Events.Should().Equal(new ServerEvent(null, "message", data));

    [Fact]
    public async Task What_is_no_field_or_no_number_is_passed_over()
    {
        var (events, reader) = await ReadAsync("retry: soon\nid: a\0b\nnonsense: x\n\n", lastId: "7");

        events.Should().BeEmpty();
        reader.LastId.Should().Be("7");
        reader.Retry.Should().BeNull();
    }

    private static async Task<(List<ServerEvent> Events, EventReader Reader)> ReadAsync(string stream, string? lastId = null)
    {
        using var text = new StreamReader(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(stream)));
        var reader = new EventReader(text, lastId);
        var events = new List<ServerEvent>();
        await foreach (var one in reader.ReadAsync(CancellationToken.None))
        {
            events.Add(one);
        }

        return (events, reader);
    }
}
