using AudioServer.Api.Content;

namespace AudioServer.UnitTests.Api.Content;

public sealed class ByteRangeTests
{
    private const string Whole = "whole";
    private const string Unsatisfiable = "unsatisfiable";

    [Theory]

    // Both ends, over 1000 bytes; the part is written first+length.
    [InlineData("bytes=0-0", "0+1")]
    [InlineData("bytes=0-1", "0+2")]
    [InlineData("bytes=0-499", "0+500")]
    [InlineData("bytes=500-999", "500+500")]
    [InlineData("bytes=999-999", "999+1")]
    [InlineData("bytes=0-999", "0+1000")]
    [InlineData("bytes=0-1000", "0+1000")]
    [InlineData("bytes=998-5000", "998+2")]
    [InlineData("bytes=00-007", "0+8")]

    // Open to the end.
    [InlineData("bytes=0-", "0+1000")]
    [InlineData("bytes=1-", "1+999")]
    [InlineData("bytes=999-", "999+1")]

    // The last so many bytes.
    [InlineData("bytes=-1", "999+1")]
    [InlineData("bytes=-500", "500+500")]
    [InlineData("bytes=-1000", "0+1000")]
    [InlineData("bytes=-1001", "0+1000")]
    [InlineData("bytes=-0", Unsatisfiable)]

    // Beyond the end.
    [InlineData("bytes=1000-", Unsatisfiable)]
    [InlineData("bytes=1000-1000", Unsatisfiable)]
    [InlineData("bytes=1000-2000", Unsatisfiable)]
    [InlineData("bytes=9223372036854775807-", Unsatisfiable)]

    // Numbers that no long holds.
    [InlineData("bytes=0-9223372036854775807", "0+1000")]
    [InlineData("bytes=0-9223372036854775808", "0+1000")]
    [InlineData("bytes=1-99999999999999999999999999999999", "1+999")]
    [InlineData("bytes=-99999999999999999999999999999999", "0+1000")]
    [InlineData("bytes=99999999999999999999999999999999-", Unsatisfiable)]
    [InlineData("bytes=18446744073709551616-18446744073709551617", Unsatisfiable)]
    [InlineData("bytes=99999999999999999999999999999999-5", Whole)]

    // Reversed.
    [InlineData("bytes=5-4", Whole)]
    [InlineData("bytes=2000-1000", Whole)]

    // Several: the whole, as the contract says.
    [InlineData("bytes=0-0,5-9", Whole)]
    [InlineData("bytes=0-0, -1", Whole)]
    [InlineData("bytes=0-0,", Whole)]
    [InlineData("bytes=,", Whole)]

    // The unit's name has no case; other units are passed over.
    [InlineData("Bytes=0-0", "0+1")]
    [InlineData("BYTES=0-0", "0+1")]
    [InlineData("items=0-0", Whole)]
    [InlineData("byte=0-0", Whole)]
    [InlineData("xbytes=0-0", Whole)]
    [InlineData("bytes", Whole)]
    [InlineData("bytes:0-0", Whole)]
    [InlineData("0-0", Whole)]

    // Blanks.
    [InlineData("bytes= 0-0", "0+1")]
    [InlineData("bytes=0-0 ", "0+1")]
    [InlineData("bytes =0-0", Whole)]
    [InlineData(" bytes=0-0", Whole)]
    [InlineData("bytes=0 -0", Whole)]
    [InlineData("bytes=0- 0", Whole)]

    // No range at all.
    [InlineData(null, Whole)]
    [InlineData("", Whole)]
    [InlineData("bytes=", Whole)]
    [InlineData("bytes=-", Whole)]
    [InlineData("bytes=--1", Whole)]
    [InlineData("bytes=1--1", Whole)]
    [InlineData("bytes=1-2-3", Whole)]
    [InlineData("bytes=5", Whole)]
    [InlineData("bytes=a-b", Whole)]
    [InlineData("bytes=0x0-0x5", Whole)]
    [InlineData("bytes=+0-5", Whole)]
    [InlineData("bytes=0-1.5", Whole)]
    [InlineData("bytes=1e1-", Whole)]
    [InlineData("bytes=\u0661-\u0662", Whole)]
    [InlineData("bytes=\uFF10-\uFF11", Whole)]
    [InlineData("bytes=0-0;q=1", Whole)]
    public void Over_a_thousand_bytes(string? header, string expected) =>
        Read(header, 1000).Should().Be(expected);

    [Theory]
    [InlineData("bytes=0-", Unsatisfiable)]
    [InlineData("bytes=0-0", Unsatisfiable)]
    [InlineData("bytes=-1", Unsatisfiable)]
    [InlineData("bytes=-0", Unsatisfiable)]
    [InlineData("bytes=5-4", Whole)]
    [InlineData(null, Whole)]
    public void Over_no_bytes(string? header, string expected) =>
        Read(header, 0).Should().Be(expected);

    [Theory]
    [InlineData("bytes=0-", "0+1")]
    [InlineData("bytes=0-0", "0+1")]
    [InlineData("bytes=0-9", "0+1")]
    [InlineData("bytes=-1", "0+1")]
    [InlineData("bytes=-2", "0+1")]
    [InlineData("bytes=1-", Unsatisfiable)]
    public void Over_one_byte(string header, string expected) =>
        Read(header, 1).Should().Be(expected);

    [Theory]
    [InlineData("bytes=-1", "9223372036854775806+1")]
    [InlineData("bytes=0-", "0+9223372036854775807")]
    [InlineData("bytes=0-9223372036854775807", "0+9223372036854775807")]
    [InlineData("bytes=9223372036854775806-", "9223372036854775806+1")]
    public void Over_the_largest_content_nothing_overflows(string header, string expected) =>
        Read(header, long.MaxValue).Should().Be(expected);

    private static string Read(string? header, long size) => ByteRange.Parse(header, size, out var range) switch
    {
        RangeOutcome.Part => $"{range.First}+{range.Length}",
        RangeOutcome.Unsatisfiable => Unsatisfiable,
        _ => Whole,
    };
}
