using System.Net;
using System.Text.Json;
using AudioServer.TestKit;

namespace AudioServer.FunctionalTests.AudioFiles;

/// <summary>What a page holds, in which order, and whose files.</summary>
public sealed class ListAudioTests(SharedServer shared) : IClassFixture<SharedServer>, IAsyncLifetime
{
    private readonly AudioServerApp _server = shared.App;

    public Task InitializeAsync() => _server.Services.ClearAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Without_files_a_page_is_empty_and_the_last()
    {
        using var answer = await _server.Client.GetAsync(new Uri("/list?count=true", UriKind.Relative));

        (await answer.JsonAsync()).ToString().Should().Be("""{"items":[],"next":null,"total":0}""");
        answer.Headers.Contains("Link").Should().BeFalse();
    }

    [Fact]
    public async Task An_item_is_what_info_answers_and_both_forms_of_the_route_answer_the_same()
    {
        await _server.UploadAsync(Fixtures.MyFile, "?name=take.wav&label=a:1&label=b:2");

        var list = await _server.GetListAsync("/list");
        var resource = await _server.GetListAsync("/api/v1/audio");

        list.GetProperty("items")[0].ToString().Should().Be((await _server.GetJsonAsync("/info?name=take.wav")).ToString());
        list.GetProperty("items")[0].GetProperty("labels").ToString().Should().Be("""{"a":"1","b":"2"}""");
        list.GetProperty("total").ValueKind.Should().Be(JsonValueKind.Null);
        resource.ToString().Should().Be(list.ToString());
    }

    [Fact]
    public async Task HEAD_answers_the_headers_alone()
    {
        await _server.Services.AddAsync(new AudioRow("a.wav"), new AudioRow("b.wav"));

        using var request = new HttpRequestMessage(HttpMethod.Head, "/list?limit=1");
        using var answer = await _server.Client.SendAsync(request);

        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        answer.Headers.GetValues("Link").Should().ContainSingle().Which.Should().EndWith("; rel=\"next\"");
        (await answer.Content.ReadAsByteArrayAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task The_newest_come_first_unless_another_order_is_asked_for()
    {
        await _server.Services.AddAsync(
            new AudioRow("old") { CreatedAt = AudioRow.Noon.AddDays(-1) },
            new AudioRow("new") { CreatedAt = AudioRow.Noon.AddDays(1) },
            new AudioRow("now"));

        (await _server.NamesAsync("/list")).Should().Equal("new", "now", "old");
        (await _server.NamesAsync("/list?sort=created")).Should().Equal("old", "now", "new");
    }

    [Fact]
    public async Task Ties_go_by_id_in_the_direction_of_the_order()
    {
        var ids = Enumerable.Range(1, 5).Select(number => new Guid($"0000000{6 - number}-0000-0000-0000-00000000000{number}")).ToList();
        await _server.Services.AddAsync(ids.Select(id => new AudioRow($"{id}.wav") { Id = id, Duration = 1 }));
        var ascending = ids.Order().Select(id => $"{id}.wav").ToList();

        foreach (var key in (string[])["created", "duration", "size"])
        {
            (await _server.NamesAsync($"/list?sort={key}")).Should().Equal(ascending, key);
            (await _server.NamesAsync($"/list?sort=-{key}")).Should().Equal(ascending.AsEnumerable().Reverse(), key);
        }
    }

    [Fact]
    public async Task Files_without_a_duration_come_last_in_both_directions()
    {
        await _server.Services.AddAsync(
            new AudioRow("none 1") { Id = new Guid("00000000-0000-0000-0000-000000000001") },
            new AudioRow("long") { Duration = 20 },
            new AudioRow("none 2") { Id = new Guid("00000000-0000-0000-0000-000000000002") },
            new AudioRow("short") { Duration = 0.5 });

        (await _server.NamesAsync("/list?sort=duration")).Should().Equal("short", "long", "none 1", "none 2");
        (await _server.NamesAsync("/list?sort=-duration")).Should().Equal("long", "short", "none 2", "none 1");
    }

    [Fact]
    public async Task Names_are_ordered_by_code_point()
    {
        string[] ordered = ["10.wav", "9.wav", "A.wav", "a.wav", "É.wav", "Я.wav", "音.wav", "￼.wav", "🎵.wav"];
        await _server.Services.AddAsync(ordered.Reverse().Select(name => new AudioRow(name)));

        (await _server.NamesAsync("/list?sort=name")).Should().Equal(ordered);
        (await _server.NamesAsync("/list?sort=-name")).Should().Equal(ordered.Reverse());
        (await _server.PagesAsync("/list?sort=name&limit=1")).SelectMany(page => page).Should().Equal(ordered);
    }

    [Fact]
    public async Task Files_of_others_are_neither_shown_nor_counted()
    {
        await _server.Services.AddAsync(
            new AudioRow("mine.wav") { Duration = 1, Labels = new Dictionary<string, string> { ["kind"] = "take" } },
            new AudioRow("theirs.wav") { OwnerId = Guid.NewGuid(), Duration = 1, Labels = new Dictionary<string, string> { ["kind"] = "take" } });

        foreach (var query in (string[])["", "&q=wav", "&q=w", "&name=*.wav", "&name=t*", "&name=theirs.wav", "&label=kind:take", "&maxduration=1", "&state=pending"])
        {
            var page = await _server.GetListAsync($"/list?count=true{query}");
            var expected = query.StartsWith("&name=t", StringComparison.Ordinal) ? (string[])[] : ["mine.wav"];
            page.Names().Should().Equal(expected, query);
            page.GetProperty("total").GetInt64().Should().Be(expected.Length, query);
        }
    }

    [Fact]
    public async Task Count_adds_how_many_match_in_all_whatever_the_page()
    {
        await _server.Services.AddAsync(Enumerable.Range(0, 7).Select(number => new AudioRow($"{number}.wav") { Duration = number }));

        var first = await _server.GetListAsync("/list?count=true&limit=2&minduration=2");
        var second = await _server.GetListAsync($"/list?count=true&limit=2&minduration=2&cursor={first.Text("next")}");

        first.GetProperty("total").GetInt64().Should().Be(5);
        second.GetProperty("total").GetInt64().Should().Be(5);
        (await _server.GetListAsync("/list?count=false")).GetProperty("total").ValueKind.Should().Be(JsonValueKind.Null);
    }

    [Theory]
    [InlineData("id,name", "id,name")]
    [InlineData("NAME,contenttype", "name,contentType")]
    [InlineData("duration, name , id", "duration,name,id")]
    [InlineData("name,name", "name")]
    [InlineData("labels,tags,verification,loudness", "labels,tags,verification,loudness")]
    public async Task Fields_selects_members_in_any_case(string fields, string expected)
    {
        await _server.Services.AddAsync(new AudioRow("a.wav") { Title = "One", Labels = new Dictionary<string, string> { ["k"] = "v" } });

        var page = await _server.GetListAsync(Lists.Of(("fields", fields)));
        var whole = (await _server.GetListAsync("/list")).GetProperty("items")[0];

        var item = page.GetProperty("items")[0];
        item.EnumerateObject().Select(member => member.Name).Should().Equal(expected.Split(','));
        item.EnumerateObject().Should().OnlyContain(member => member.Value.ToString() == whole.GetProperty(member.Name).ToString());
        page.EnumerateObject().Select(member => member.Name).Should().Equal("items", "next", "total");
    }
}
