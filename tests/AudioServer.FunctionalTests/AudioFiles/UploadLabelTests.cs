using System.Net;
using AudioServer.TestKit;

namespace AudioServer.FunctionalTests.AudioFiles;

public sealed class UploadLabelTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private readonly AudioServerApp _server = shared.App;

    [Fact]
    public async Task Labels_are_kept_normalised_and_in_order_of_their_keys()
    {
        var file = await _server.PostAsync("?label=take:2&Label=artist:cafe%CC%81&LABEL=empty:&label=time:12:30:00&label=zz:%E9%9F%B3", Requests.Wav).CreatedAsync();

        file.GetProperty("labels").ToString().Should().Be("""{"artist":"café","empty":"","take":"2","time":"12:30:00","zz":"音"}""");
    }

    [Fact]
    public async Task As_many_and_as_long_labels_as_may_be_are_taken()
    {
        var (key, value) = (string.Concat(Enumerable.Repeat("%E9%9F%B3", 62)), string.Concat(Enumerable.Repeat("%F0%9F%8E%B5", 256)));
        var labels = string.Join('&', Enumerable.Range(10, 32).Select(number => $"label={key}{number}:{value}"));

        var file = await _server.PostAsync($"?{labels}", Requests.Wav).CreatedAsync();

        file.GetProperty("labels").EnumerateObject().Should().HaveCount(32).And.OnlyContain(label => label.Name.Length == 64 && label.Value.GetString()!.Length == 512);
    }

    [Fact]
    public async Task A_limit_counts_characters_and_not_bytes()
    {
        var key = string.Concat(Enumerable.Repeat("%F0%9F%8E%B5", 64));

        var file = await _server.PostAsync($"?label={key}:x", Requests.Wav).CreatedAsync();

        file.GetProperty("labels").EnumerateObject().Single().Name.Should().Be(string.Concat(Enumerable.Repeat("🎵", 64)));
    }

    public static TheoryData<string, string> Impossible => new()
    {
        { "label=nocolon", "no colon" },
        { "label=", "nothing" },
        { "label=:value", "no key" },
        { "label=a:1&label=a:2", "a key twice" },
        { "label=a:1&label=a:1", "a label twice" },
        { "label=caf%C3%A9:1&label=cafe%CC%81:2", "a key twice in two normal forms" },
        { $"label={new string('k', 65)}:x", "too long a key" },
        { $"label=k:{new string('v', 257)}", "too long a value" },
        { string.Join('&', Enumerable.Range(0, 33).Select(number => $"label=k{number}:v")), "one label too many" },
        { "label=a%0D%0Ab:x", "a line break" },
        { "label=a:%00", "NUL" },
        { "label=a:%FF", "invalid UTF-8" },
        { "label=%EF%BF%BE:x", "a code point that is no character" },
        { "label=a:%ED%A0%80", "a lone surrogate" },
    };

    [Theory]
    [MemberData(nameof(Impossible))]
    public async Task A_label_that_cannot_be_is_refused_by_its_parameters_name(string query, string why)
    {
        var before = await Kept.ByAsync(_server);

        var problem = await _server.PostAsync($"?{query}", Requests.Wav).RefusedAsync(HttpStatusCode.BadRequest, "invalid_parameter");

        problem.GetProperty("errors").GetProperty("label").GetArrayLength().Should().BePositive(why);
        (await Kept.ByAsync(_server)).Should().Be(before);
    }
}
