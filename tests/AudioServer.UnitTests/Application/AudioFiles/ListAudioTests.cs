using AudioServer.Application.AudioFiles;

namespace AudioServer.UnitTests.Application.AudioFiles;

public sealed class ListAudioTests
{
    private static readonly DateTimeOffset Noon = TestAudio.Noon;

    [Theory]
    [InlineData(int.MinValue, false)]
    [InlineData(-1, false)]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(1000, true)]
    [InlineData(1001, false)]
    [InlineData(int.MaxValue, false)]
    public void A_page_has_1_to_1000_files(int limit, bool isValid) =>
        Errors(new AudioFilter(), limit).Should().BeEquivalentTo(isValid ? (string[])[] : ["limit"]);

    public static TheoryData<AudioFilter, string> AboveTheirMaximum => new()
    {
        { new AudioFilter { MinDuration = 1.001, MaxDuration = 1 }, "minduration" },
        { new AudioFilter { MinSize = 2, MaxSize = 1 }, "minsize" },
        { new AudioFilter { CreatedAfter = Noon.AddTicks(1), CreatedBefore = Noon }, "createdafter" },
    };

    [Theory]
    [MemberData(nameof(AboveTheirMaximum))]
    public void A_minimum_above_its_maximum_is_refused_under_the_name_of_the_parameter(AudioFilter filter, string parameter) =>
        Errors(filter).Should().Equal(parameter);

    public static TheoryData<AudioFilter> Bounds =>
    [
        new AudioFilter { MinDuration = 1, MaxDuration = 1 },
        new AudioFilter { MinSize = 1, MaxSize = 1 },
        new AudioFilter { CreatedAfter = Noon, CreatedBefore = Noon.ToOffset(TimeSpan.FromHours(5)) },
        new AudioFilter { MinDuration = 5 },
        new AudioFilter { MaxSize = -1 },
        new AudioFilter { CreatedBefore = DateTimeOffset.MinValue },
    ];

    [Theory]
    [MemberData(nameof(Bounds))]
    public void Bounds_may_be_equal_and_may_stand_alone(AudioFilter filter) =>
        Errors(filter).Should().BeEmpty();

    [Fact]
    public void Every_fault_is_told_at_once() =>
        Errors(new AudioFilter { MinDuration = 2, MaxDuration = 1, MinSize = 2, MaxSize = 1 }, limit: 0).Should().Equal("limit", "minduration", "minsize");

    private static IEnumerable<string> Errors(AudioFilter filter, int limit = 100) =>
        new ListAudioValidator().Validate(new ListAudioQuery(filter, AudioSort.NewestFirst, limit, Cursor: null, Count: false)).Errors.Select(error => error.PropertyName);
}
