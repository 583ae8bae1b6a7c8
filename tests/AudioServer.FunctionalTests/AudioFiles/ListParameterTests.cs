using AudioServer.TestKit;

namespace AudioServer.FunctionalTests.AudioFiles;

/// <summary>How parameters are read: exactly, or refused by name.</summary>
public sealed class ListParameterTests(ListParameterTests.Server server) : IClassFixture<ListParameterTests.Server>
{
    public static TheoryData<string, string> BadNumbers
    {
        get
        {
            var data = new TheoryData<string, string>();
            string[] never = ["", " ", "1,5", "NaN", "Infinity", "1e3", "%2B1", "+1", " 1", "1%20", "1%00", "1%0A", "0x10", "1_000", "--1", "-", ".5", "5.", "1.5.2", "%D9%A3", "one", "null", "1;2"];
            foreach (var value in never)
            {
                data.Add("minduration", value);
                data.Add("minsize", value);
                data.Add("channels", value);
                data.Add("limit", value);
            }

            foreach (var parameter in (string[])["minsize", "maxsize", "samplerate", "minsamplerate", "channels", "limit"])
            {
                data.Add(parameter, "1.5");
                data.Add(parameter, "99999999999999999999");
                data.Add(parameter, "-99999999999999999999");
            }

            foreach (var parameter in (string[])["samplerate", "minsamplerate", "channels", "limit"])
            {
                data.Add(parameter, "2147483648");
            }

            data.Add("maxduration", new string('9', 400));
            data.Add("minduration", "-" + new string('9', 400));
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(BadNumbers))]
    public async Task A_number_that_does_not_parse_or_fit_is_refused_by_name(string parameter, string value) =>
        await server.App.RefusesAsync($"/list?{parameter}={value}", "invalid_parameter", parameter);

    [Theory]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=-1", "limit")]
    [InlineData("limit=1001", "limit")]
    [InlineData("count=1", "count")]
    [InlineData("count=", "count")]
    [InlineData("count=yes", "count")]
    [InlineData("state=", "state")]
    [InlineData("state=1", "state")]
    [InlineData("state=fine", "state")]
    [InlineData("state=ok,broken", "state")]
    [InlineData("label=", "label")]
    [InlineData("label=novalue", "label")]
    [InlineData("label=:value", "label")]
    [InlineData("fields=", "fields")]
    [InlineData("fields=id,", "fields")]
    [InlineData("fields=id,colour", "fields")]
    [InlineData("fields=labelRows", "fields")]
    [InlineData("fields=tags.title", "fields")]
    [InlineData("sort=", "sort")]
    [InlineData("sort=-", "sort")]
    [InlineData("sort=--created", "sort")]
    [InlineData("sort=created-", "sort")]
    [InlineData("sort=%2Bcreated", "sort")]
    [InlineData("sort=codec", "sort")]
    [InlineData("sort=0", "sort")]
    [InlineData("sort=name,size", "sort")]
    [InlineData("createdafter=", "createdafter")]
    [InlineData("createdafter=2026-03-14", "createdafter")]
    [InlineData("createdafter=2026-03-14T12:00:00", "createdafter")]
    [InlineData("createdafter=2026-03-14 12:00:00Z", "createdafter")]
    [InlineData("createdafter=2026-02-30T12:00:00Z", "createdafter")]
    [InlineData("createdafter=2026-03-14T25:00:00Z", "createdafter")]
    [InlineData("createdafter=2026-03-14T12:00:00+02:00", "createdafter")]
    [InlineData("createdafter=2026-03-14T12:00:00%2B99:00", "createdafter")]
    [InlineData("createdbefore=0001-01-01T00:00:00%2B14:00", "createdbefore")]
    [InlineData("createdbefore=9999-12-31T23:59:59-14:00", "createdbefore")]
    [InlineData("createdbefore=1773489600", "createdbefore")]
    [InlineData("createdbefore=yesterday", "createdbefore")]
    public async Task A_value_that_cannot_be_taken_is_refused_by_name(string query, string parameter) =>
        await server.App.RefusesAsync($"/list?{query}", "invalid_parameter", parameter);

    [Theory]
    [InlineData("minduration=2&maxduration=1.999", "minduration")]
    [InlineData("minsize=2&maxsize=1", "minsize")]
    [InlineData("createdafter=2026-03-14T12:00:01Z&createdbefore=2026-03-14T13:00:00%2B01:00", "createdafter")]
    public async Task A_minimum_above_its_maximum_is_refused(string query, string parameter) =>
        await server.App.RefusesAsync($"/list?{query}", "invalid_parameter", parameter);

    [Theory]
    [InlineData("colour=red", "colour")]
    [InlineData("maxdurations=1", "maxdurations")]
    [InlineData("offset=10", "offset")]
    [InlineData("filter.minsize=1", "filter.minsize")]
    [InlineData("=1", "")]
    public async Task An_unknown_parameter_is_refused_by_name(string query, string parameter) =>
        await server.App.RefusesAsync($"/list?{query}", "invalid_parameter", parameter);

    [Theory]
    [InlineData("limit=1&limit=1", "limit")]
    [InlineData("limit=1&LIMIT=2", "limit")]
    [InlineData("q=a&q=b", "q")]
    [InlineData("name=a&name=b", "name")]
    [InlineData("sort=name&sort=size", "sort")]
    [InlineData("fields=id&fields=name", "fields")]
    [InlineData("cursor=a&cursor=b", "cursor")]
    [InlineData("createdafter=2026-03-14T12:00:00Z&createdafter=2026-03-14T12:00:00Z", "createdafter")]
    public async Task A_parameter_given_twice_is_refused_by_name(string query, string parameter) =>
        await server.App.RefusesAsync($"/list?{query}", "invalid_parameter", parameter);

    [Fact]
    public async Task Several_faults_are_told_at_once() =>
        (await (await server.App.Client.GetAsync(new Uri("/list?minsize=x&colour=red&limit=1&maxsize=y", UriKind.Relative))).ProblemAsync(System.Net.HttpStatusCode.BadRequest, "invalid_parameter"))
            .GetProperty("errors").EnumerateObject().Select(error => error.Name).Should().BeEquivalentTo("colour", "maxsize", "minsize");

    [Theory]
    [InlineData(33)]
    [InlineData(3000)]
    public async Task More_labels_than_a_file_can_have_are_refused(int count) =>
        await server.App.RefusesAsync($"/list?{string.Join('&', Enumerable.Repeat("label=a:b", count))}", "invalid_parameter", "label");

    [Fact]
    public async Task An_empty_name_is_an_invalid_name() =>
        await server.App.RefusesAsync("/list?name=", "invalid_name");

    [Theory]
    [InlineData("LIMIT=1&SORT=NAME&COUNT=TRUE&FIELDS=NAME")]
    [InlineData("Limit=1&Sort=Name&Count=True&Fields=Name")]
    [InlineData("limit=001&sort=name&minsize=-5&minduration=0000.50&maxduration=100.0")]
    [InlineData("limit=1000&sort=-CREATED")]
    [InlineData("minduration=1&maxduration=1&minsize=10&maxsize=10")]
    public async Task Names_of_parameters_and_keys_are_taken_in_any_case_and_numbers_with_zeros(string query) =>
        (await server.App.NamesAsync($"/list?{query}")).Should().Equal("a.wav");

    public sealed class Server : IAsyncLifetime
    {
        public AudioServerApp App { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            App = await AudioServerApp.StartAsync();
            await App.Services.AddAsync(new AudioRow("a.wav") { Duration = 1, Size = 10 });
        }

        public async Task DisposeAsync() => await App.DisposeAsync();
    }
}
