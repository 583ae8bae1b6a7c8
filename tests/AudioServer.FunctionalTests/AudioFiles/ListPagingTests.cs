using System.Buffers.Text;
using System.Text;
using System.Text.Json.Nodes;
using AudioServer.TestKit;

namespace AudioServer.FunctionalTests.AudioFiles;

/// <summary>Pages by cursor: each file once, whatever comes and goes, and no cursor but for the list it came from.</summary>
public sealed class ListPagingTests(SharedServer shared) : IClassFixture<SharedServer>, IAsyncLifetime
{
    private const int Count = 14;

    private readonly AudioServerApp _server = shared.App;

    public static TheoryData<string, int> OrdersAndLimits
    {
        get
        {
            var data = new TheoryData<string, int>();
            foreach (var sort in (string[])["created", "-created", "name", "-name", "duration", "-duration", "size", "-size"])
            {
                foreach (var limit in (int[])[1, 2, 3, 7])
                {
                    data.Add(sort, limit);
                }
            }

            return data;
        }
    }

    public async Task InitializeAsync()
    {
        await _server.Services.ClearAsync();

        // Ties in every key but the name, and some without a duration.
        await _server.Services.AddAsync(Enumerable.Range(0, Count).Select(number => new AudioRow($"m{number:00}")
        {
            Duration = number % 5 == 4 ? null : number % 3 / 3.0,
            Size = 100 + (number % 4),
            CreatedAt = AudioRow.Noon.AddMilliseconds(number / 4),
        }));
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Theory]
    [MemberData(nameof(OrdersAndLimits))]
    public async Task Pages_to_the_end_hold_what_one_page_of_all_holds(string sort, int limit)
    {
        var whole = await _server.NamesAsync($"/list?sort={sort}");

        var pages = await _server.PagesAsync($"/list?sort={sort}&limit={limit}");

        pages.SelectMany(page => page).Should().Equal(whole).And.HaveCount(Count);
        pages.SkipLast(1).Should().OnlyContain(page => page.Count == limit);
        pages[^1].Should().HaveCountGreaterThan(0).And.HaveCountLessThanOrEqualTo(limit);
    }

    [Theory]
    [MemberData(nameof(OrdersAndLimits))]
    public async Task Nothing_is_seen_twice_or_skipped_while_others_come_and_go(string sort, int limit)
    {
        var whole = await _server.NamesAsync($"/list?sort={sort}");
        var number = 0;

        var pages = await _server.PagesAsync($"/list?sort={sort}&limit={limit}&name=m*", async page =>
        {
            // New ones in front of, between and behind what was seen; and the file that the cursor stands on goes.
            if (number++ < Count)
            {
                await _server.Services.AddAsync(
                    new AudioRow($"m+{number:00}") { Size = 1, Duration = 0, CreatedAt = AudioRow.Noon.AddHours(-1) },
                    new AudioRow($"m{number:00}+") { Size = 102, Duration = 1 / 3.0, CreatedAt = AudioRow.Noon.AddMilliseconds(1) },
                    new AudioRow($"mm+{number:00}") { Size = 999, CreatedAt = AudioRow.Noon.AddHours(1) });
            }

            await _server.Services.RemoveAsync(page[^1]);
        });

        var shown = pages.SelectMany(page => page).ToList();
        shown.Should().OnlyHaveUniqueItems();
        shown.Where(name => !name.Contains('+', StringComparison.Ordinal)).Should().Equal(whole, "those that were there all along are each shown in their place");
    }

    [Fact]
    public async Task The_link_header_leads_to_the_end_with_the_parameters_as_they_were()
    {
        var seen = new List<string>();
        for (Uri? next = new("/api/v1/audio?Sort=name&limit=3&label=a:b%26c%20d&label=e:%C3%A9&q=m&cursor=", UriKind.Relative); next is not null;)
        {
            // The first request has labels that nothing matches yet.
            if (seen.Count == 0)
            {
                await _server.Services.AddAsync(Enumerable.Range(0, 8).Select(number => new AudioRow($"m{number}.wav") { Labels = new Dictionary<string, string> { ["a"] = "b&c d", ["e"] = "é" } }));
                next = new Uri(next.OriginalString.Replace("&cursor=", "", StringComparison.Ordinal), UriKind.Relative);
            }

            using var answer = await _server.Client.GetAsync(next);
            var page = await answer.JsonAsync();
            seen.AddRange(page.Names());
            var link = answer.Headers.TryGetValues("Link", out var values) ? values.Single() : null;
            (link is null).Should().Be(page.Text("next") is null);
            next = link is null ? null : new Uri(link[1..link.IndexOf('>', StringComparison.Ordinal)], UriKind.Relative);
            next?.OriginalString.Should().StartWith("/api/v1/audio?").And.EndWith($"cursor={page.Text("next")}");
        }

        seen.Should().Equal(Enumerable.Range(0, 8).Select(number => $"m{number}.wav"));
    }

    [Fact]
    public async Task A_cursor_serves_other_limits_counts_and_fields_of_the_same_list()
    {
        var cursor = (await _server.GetListAsync("/list?sort=name&limit=2")).Text("next");

        (await _server.NamesAsync($"/api/v1/audio?sort=name&limit=3&count=true&fields=name&cursor={cursor}")).Should().Equal("m02", "m03", "m04");
        (await _server.NamesAsync($"/list?sort=Name&limit=1&cursor={cursor}")).Should().Equal("m02");
    }

    [Theory]
    [InlineData("")]
    [InlineData("sort=created")]
    [InlineData("sort=-name")]
    [InlineData("sort=name&q=m")]
    [InlineData("sort=name&name=m*")]
    [InlineData("sort=name&minduration=0")]
    [InlineData("sort=name&label=a:b")]
    [InlineData("sort=name&state=pending")]
    [InlineData("sort=name&createdbefore=2100-01-01T00:00:00Z")]
    public async Task A_cursor_with_other_filters_or_another_order_is_refused(string query)
    {
        var cursor = (await _server.GetListAsync("/list?sort=name&limit=2")).Text("next");

        await _server.RefusesAsync($"/list?{query}&cursor={cursor}", "invalid_cursor");
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("AAAA")]
    [InlineData("bnVsbA")]
    [InlineData("e30")]
    [InlineData("W10")]
    [InlineData("not base64!")]
    [InlineData("==")]
    [InlineData("%00")]
    [InlineData("%F0%9F%8E%B5")]
    [InlineData("../../etc/passwd")]
    [InlineData("' OR 1=1 --")]
    public async Task What_is_no_cursor_is_refused(string cursor) =>
        await _server.RefusesAsync($"/list?cursor={cursor}", "invalid_cursor");

    [Theory]
    [InlineData("created", "\"Key\":\"99999999999999999999\"")]
    [InlineData("created", "\"Key\":\"-1\"")]
    [InlineData("created", "\"Key\":\"9223372036854775807\"")]
    [InlineData("created", "\"Key\":\"now\"")]
    [InlineData("created", "\"Key\":null")]
    [InlineData("created", "\"Key\":5")]
    [InlineData("created", "\"Key\":[]")]
    [InlineData("size", "\"Key\":\"1.5\"")]
    [InlineData("size", "\"Key\":\"\"")]
    [InlineData("size", "\"Key\":null")]
    [InlineData("duration", "\"Key\":\"NaN\"")]
    [InlineData("duration", "\"Key\":\"Infinity\"")]
    [InlineData("duration", "\"Key\":\"1e999\"")]
    [InlineData("duration", "\"Key\":\"' OR 1=1\"")]
    [InlineData("name", "\"Key\":null")]
    [InlineData("name", "\"Key\":\"\\ud800\"")]
    [InlineData("name", "\"Id\":\"7\"")]
    [InlineData("name", "\"Id\":null")]
    public async Task A_cursor_of_ours_that_somebody_has_changed_is_refused(string sort, string change)
    {
        var cursor = (await _server.GetListAsync($"/list?sort={sort}&limit=2")).Text("next");
        var (member, value) = (change.Split(':')[0], change[(change.IndexOf(':', StringComparison.Ordinal) + 1)..]);
        var old = JsonNode.Parse(Base64Url.DecodeFromChars(cursor))!.AsObject();
        var members = old.Select(part => $"\"{part.Key}\":{(member == $"\"{part.Key}\"" ? value : part.Value?.ToJsonString() ?? "null")}");

        await _server.RefusesAsync($"/list?sort={sort}&cursor={Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"{{{string.Join(',', members)}}}"))}", "invalid_cursor");
    }
}
