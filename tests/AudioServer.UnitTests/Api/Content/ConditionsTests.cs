using AudioServer.Api.Content;
using AudioServer.Domain.Failures;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace AudioServer.UnitTests.Api.Content;

public sealed class ConditionsTests
{
    private const string Tag = "\"abc\"";
    private const string Date = "Sun, 22 Nov 2026 12:00:00 GMT";
    private const string Earlier = "Sun, 22 Nov 2026 11:59:59 GMT";
    private const string Later = "Sun, 22 Nov 2026 12:00:01 GMT";

    /// <summary>Half a second after what an HTTP date can say.</summary>
    private static readonly DateTimeOffset LastModified = TestAudio.Noon.AddMilliseconds(500);

    [Fact]
    public void Without_conditions_the_content_is_sent()
    {
        var conditions = Judge();

        conditions.Status.Should().Be(200);
        conditions.RangeMayApply.Should().BeTrue();
    }

    [Theory]
    [InlineData(Tag, 304)]
    [InlineData("\"xyz\"", 200)]
    [InlineData("\"xyz\", \"abc\"", 304)]
    [InlineData("W/\"abc\"", 304)]
    [InlineData("*", 304)]
    [InlineData("\"ABC\"", 200)]
    public void If_None_Match_compares_weakly(string value, int status) =>
        Judge(("If-None-Match", value)).Status.Should().Be(status);

    [Theory]
    [InlineData(Date, 304)]
    [InlineData(Later, 304)]
    [InlineData(Earlier, 200)]
    [InlineData("nonsense", 200)]
    public void If_Modified_Since_compares_whole_seconds(string value, int status) =>
        Judge(("If-Modified-Since", value)).Status.Should().Be(status);

    [Theory]
    [InlineData("\"xyz\"")]
    [InlineData("unquoted")]
    public void If_None_Match_goes_before_If_Modified_Since(string value) =>
        Judge(("If-None-Match", value), ("If-Modified-Since", Later)).Status.Should().Be(200);

    [Theory]
    [InlineData(Tag, true)]
    [InlineData("*", true)]
    [InlineData("\"xyz\", \"abc\"", true)]
    [InlineData("\"xyz\"", false)]
    [InlineData("W/\"abc\"", false)]
    [InlineData("unquoted", false)]
    public void If_Match_compares_strongly(string value, bool holds) =>
        Hold(("If-Match", value)).Should().Be(holds);

    [Theory]
    [InlineData(Date, true)]
    [InlineData(Later, true)]
    [InlineData(Earlier, false)]
    [InlineData("nonsense", true)]
    public void If_Unmodified_Since_compares_whole_seconds(string value, bool holds) =>
        Hold(("If-Unmodified-Since", value)).Should().Be(holds);

    [Fact]
    public void If_Match_goes_before_If_Unmodified_Since() =>
        Hold(("If-Match", Tag), ("If-Unmodified-Since", Earlier)).Should().BeTrue();

    [Fact]
    public void A_precondition_that_fails_goes_before_one_that_says_unchanged() =>
        Hold(("If-Match", "\"xyz\""), ("If-None-Match", Tag)).Should().BeFalse();

    [Theory]
    [InlineData(Tag, true)]
    [InlineData("\"xyz\"", false)]
    [InlineData("W/\"abc\"", false)]
    [InlineData(Date, true)]
    [InlineData(Earlier, false)]
    [InlineData(Later, false)]
    [InlineData("unquoted", false)]
    [InlineData("Sun, 99 Nov 2026", false)]
    public void If_Range_lets_the_range_apply_only_to_the_very_content(string value, bool applies) =>
        Judge(("If-Range", value)).RangeMayApply.Should().Be(applies);

    private static bool Hold(params (string Name, string Value)[] headers)
    {
        try
        {
            _ = Judge(headers);
            return true;
        }
        catch (PreconditionFailed)
        {
            return false;
        }
    }

    private static Conditions Judge(params (string Name, string Value)[] headers)
    {
        var request = new DefaultHttpContext().Request;
        foreach (var (name, value) in headers)
        {
            request.Headers[name] = value;
        }

        return new Conditions(request.GetTypedHeaders(), new EntityTagHeaderValue(Tag), LastModified);
    }
}
