using AudioServer.Api.Binding;
using AudioServer.Api.Parameters;
using AudioServer.Application.AudioFiles;
using AudioServer.Domain.AudioFiles;
using AudioServer.Domain.Failures;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace AudioServer.UnitTests.Api.Binding;

public sealed class QueryParametersBinderTests
{
    [Theory]
    [InlineData("minduration=12.5", 12.5)]
    [InlineData("MinDuration=0", 0.0)]
    [InlineData("MINDURATION=-1.25", -1.25)]
    [InlineData("minduration=007.50", 7.5)]
    [InlineData("minduration=", null)]
    [InlineData("minduration", null)]
    [InlineData("minduration=1,5", null)]
    [InlineData("minduration=1.", null)]
    [InlineData("minduration=.5", null)]
    [InlineData("minduration=1e3", null)]
    [InlineData("minduration=NaN", null)]
    [InlineData("minduration=Infinity", null)]
    [InlineData("minduration=%2B1", null)]
    [InlineData("minduration=+1", null)]
    [InlineData("minduration=1%20", null)]
    [InlineData("minduration=1%0A", null)]
    [InlineData("minduration=0x10", null)]
    [InlineData("minduration=--1", null)]
    [InlineData("minduration=1.2.3", null)]
    [InlineData("minduration=%D9%A1", null)]
    [InlineData("minduration=1&minduration=2", null)]
    [InlineData("minduration=1&MinDuration=1", null)]
    public async Task A_decimal_number_is_digits_with_one_point(string query, double? value) =>
        await ReadsAsync(query, "minduration", parameters => parameters.MinDuration, value);

    [Fact]
    public async Task A_number_that_is_not_finite_is_refused() =>
        await ReadsAsync($"minduration={new string('9', 400)}", "minduration", parameters => parameters.MinDuration, null);

    [Theory]
    [InlineData("minsize=0", 0L)]
    [InlineData("minsize=9223372036854775807", long.MaxValue)]
    [InlineData("minsize=-9223372036854775808", long.MinValue)]
    [InlineData("minsize=9223372036854775808", null)]
    [InlineData("minsize=1.0", null)]
    [InlineData("minsize=1_000", null)]
    [InlineData("minsize=1,000", null)]
    [InlineData("minsize=", null)]
    public async Task A_size_is_a_whole_number(string query, long? value) =>
        await ReadsAsync(query, "minsize", parameters => parameters.MinSize, value);

    [Theory]
    [InlineData("channels=2", 2)]
    [InlineData("channels=2147483647", int.MaxValue)]
    [InlineData("channels=2147483648", null)]
    [InlineData("channels=-2147483649", null)]
    [InlineData("channels=two", null)]
    public async Task A_count_is_a_whole_number_of_its_own_size(string query, int? value) =>
        await ReadsAsync(query, "channels", parameters => parameters.Channels, value);

    [Theory]
    [InlineData("count=true", true)]
    [InlineData("count=FALSE", false)]
    [InlineData("count=1", null)]
    [InlineData("count=yes", null)]
    [InlineData("count=", null)]
    public async Task A_flag_is_true_or_false(string query, bool? value) =>
        await ReadsAsync<bool?>(query, "count", parameters => parameters.Count, value);

    [Theory]
    [InlineData("state=ok", VerificationState.Ok)]
    [InlineData("state=PENDING", VerificationState.Pending)]
    [InlineData("state=0", null)]
    [InlineData("state=fine", null)]
    [InlineData("state=ok,broken", null)]
    [InlineData("state=", null)]
    public async Task A_word_is_one_of_its_kind_and_never_its_number(string query, VerificationState? value) =>
        await ReadsAsync(query, "state", parameters => parameters.State, value);

    [Theory]
    [InlineData("2026-11-22T12:00:00Z", "2026-11-22T12:00:00Z")]
    [InlineData("2026-11-22t12:00:00z", "2026-11-22T12:00:00Z")]
    [InlineData("2026-11-22T12:00:00.5Z", "2026-11-22T12:00:00.5Z")]
    [InlineData("2026-11-22T14:00:00%2B02:00", "2026-11-22T12:00:00Z")]
    [InlineData("2026-11-22T12:00:00-05:30", "2026-11-22T17:30:00Z")]
    [InlineData("2024-02-29T00:00:00Z", "2024-02-29T00:00:00Z")]
    [InlineData("2026-11-22T12:00:00", null)]
    [InlineData("2026-11-22", null)]
    [InlineData("2026-11-22 12:00:00Z", null)]
    [InlineData("22.11.2026", null)]
    [InlineData("2026-02-29T00:00:00Z", null)]
    [InlineData("2026-13-01T00:00:00Z", null)]
    [InlineData("2026-11-22T25:00:00Z", null)]
    [InlineData("2026-11-22T12:00:00%2B99:00", null)]
    [InlineData("0001-01-01T00:00:00%2B14:00", null)]
    [InlineData("9999-12-31T23:59:59-14:00", null)]
    [InlineData("1700000000", null)]
    [InlineData("", null)]
    public async Task A_time_is_as_RFC_3339_writes_it_and_kept_in_UTC(string text, string? utc)
    {
        var value = utc is null ? (DateTimeOffset?)null : DateTimeOffset.Parse(utc);

        await ReadsAsync($"createdafter={text}", "createdafter", parameters => parameters.CreatedAfter, value);
        value?.Offset.Should().Be(TimeSpan.Zero);
    }

    [Fact]
    public async Task Text_is_taken_as_it_is_and_an_empty_value_is_not_an_absent_one()
    {
        (await BindAsync<ListParameters>("name=%20a%2Bb%20")).Name.Should().Be(" a+b ");
        (await BindAsync<ListParameters>("name=")).Name.Should().BeEmpty();
        (await BindAsync<ListParameters>("")).Name.Should().BeNull();
    }

    [Fact]
    public async Task Only_a_parameter_that_may_repeat_may()
    {
        (await BindAsync<ListParameters>("label=a:1&Label=b:2")).Label.Should().Equal("a:1", "b:2");
        (await ErrorsOf<ListParameters>("name=a&name=b")).Should().ContainKey("name");
    }

    [Fact]
    public async Task What_is_not_said_has_its_default()
    {
        var parameters = await BindAsync<ListParameters>("");

        parameters.Limit.Should().Be(100);
        parameters.Label.Should().BeEmpty();
        (await BindAsync<UploadParameters>("")).OnConflict.Should().Be(OnConflict.Fail);
        (await BindAsync<ContentParameters>("")).Disposition.Should().Be(Disposition.Attachment);
    }

    [Theory]
    [InlineData("minduraton=5")]
    [InlineData("x=")]
    [InlineData("=5")]
    [InlineData("name%20=5")]
    public async Task An_unknown_parameter_is_never_ignored(string query) =>
        (await ErrorsOf<ListParameters>(query)).Should().HaveCount(1);

    [Fact]
    public async Task Every_fault_is_told_at_once() =>
        (await ErrorsOf<ListParameters>("minsize=a&Limit=b&nonsense=c&q=fine")).Keys.Should().Equal("limit", "minsize", "nonsense");

    [Theory]
    [InlineData(null, SortKey.Created, true)]
    [InlineData("created", SortKey.Created, false)]
    [InlineData("-Name", SortKey.Name, true)]
    [InlineData("DURATION", SortKey.Duration, false)]
    [InlineData("-size", SortKey.Size, true)]
    public void A_sort_key_may_have_a_minus_in_front(string? sort, SortKey key, bool descending) =>
        new ListParameters { Sort = sort }.ToQuery().Sort.Should().Be(new AudioSort(key, descending));

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("--size")]
    [InlineData("size-")]
    [InlineData("0")]
    [InlineData("id")]
    [InlineData("size,name")]
    [InlineData("+size")]
    public void An_unknown_sort_key_is_refused(string sort)
    {
        var read = () => new ListParameters { Sort = sort }.ToQuery();

        read.Should().Throw<InvalidParameter>();
    }

    [Fact]
    public void Every_filter_reaches_the_query()
    {
        var query = new ListParameters
        {
            MinDuration = 1,
            MaxDuration = 2,
            MinSize = 3,
            MaxSize = 4,
            SampleRate = 5,
            MinSampleRate = 6,
            Channels = 7,
            Codec = "c",
            Container = "d",
            ContentType = "e",
            State = VerificationState.Ok,
            Q = "f",
            Name = "g",
            Label = ["h:i"],
            CreatedAfter = TestAudio.Noon,
            CreatedBefore = TestAudio.Noon.AddDays(1),
        }.ToQuery();

        typeof(AudioFilter).GetProperties().Where(property => property.CanWrite).Should().OnlyContain(property => property.GetValue(query.Filter) != null);
        query.Filter.Labels.Should().Equal(new Dictionary<string, string> { ["h"] = "i" });
        query.Filter.Text.Should().Be("f");
    }

    [Fact]
    public void An_empty_name_is_no_name_and_an_empty_text_filters_nothing()
    {
        var read = () => new ListParameters { Name = "" }.ToQuery();

        read.Should().Throw<InvalidName>();
        new ListParameters { Q = "" }.ToQuery().Filter.Text.Should().BeNull();
    }

    /// <summary>Null stands for a refusal that names the parameter.</summary>
    private static async Task ReadsAsync<T>(string query, string name, Func<ListParameters, T> read, T value)
    {
        if (value is null)
        {
            (await ErrorsOf<ListParameters>(query)).Keys.Should().Equal(name);
        }
        else
        {
            read(await BindAsync<ListParameters>(query)).Should().Be(value);
        }
    }

    private static async Task<IReadOnlyDictionary<string, string[]>> ErrorsOf<T>(string query)
        where T : class
    {
        var bind = () => BindAsync<T>(query);
        var failure = await bind.Should().ThrowAsync<InvalidParameter>();
        return (IReadOnlyDictionary<string, string[]>)failure.Which.Members["errors"];
    }

    private static async Task<T> BindAsync<T>(string query)
        where T : class
    {
        var context = new DefaultHttpContext();
        context.Request.QueryString = new QueryString($"?{query}");
        var binding = new DefaultModelBindingContext
        {
            ActionContext = new ActionContext { HttpContext = context },
            ModelMetadata = new EmptyModelMetadataProvider().GetMetadataForType(typeof(T)),
            ModelName = "",
        };
        await new QueryParametersBinder().BindModelAsync(binding);
        return (T)binding.Result.Model!;
    }
}
