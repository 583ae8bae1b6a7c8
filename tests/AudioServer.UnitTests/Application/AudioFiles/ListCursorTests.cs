using System.Buffers.Text;
using System.Text;
using AudioServer.Application.AudioFiles;
using AudioServer.Domain.Failures;

namespace AudioServer.UnitTests.Application.AudioFiles;

public sealed class ListCursorTests
{
    private const string Fingerprint = "0123456789abcdef";

    [Theory]
    [InlineData("638992800000000000")]
    [InlineData("音楽 \"🎵\".wav")]
    [InlineData("")]
    [InlineData(null)]
    public void A_cursor_comes_back_as_it_went_out(string? key)
    {
        var cursor = new ListCursor(Fingerprint, key, TestAudio.Id);

        ListCursor.Parse(cursor.ToString(), Fingerprint).Should().Be(cursor);
    }

    [Fact]
    public void A_cursor_needs_no_escaping_in_a_query() =>
        new ListCursor(Fingerprint, "\u00FF\u00FE?>~ 🎵", TestAudio.Id).ToString().Should().MatchRegex("^[A-Za-z0-9_-]+$");

    [Fact]
    public void A_cursor_is_good_for_its_own_list_only() =>
        Parsing(new ListCursor("another", "1", TestAudio.Id).ToString()).Should().Throw<InvalidCursor>();

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("!!!!")]
    [InlineData("AAAA")]
    [InlineData("a b")]
    [InlineData("音")]
    [InlineData("../../etc/passwd")]
    public void Garbage_is_no_cursor(string text) =>
        Parsing(text).Should().Throw<InvalidCursor>();

    [Theory]
    [InlineData("null")]
    [InlineData("1")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("\"text\"")]
    [InlineData("{\"Fingerprint\":1}")]
    [InlineData("{\"Fingerprint\":null,\"Key\":null,\"Id\":\"019b0000-0000-7000-8000-000000000001\"}")]
    [InlineData("{\"Fingerprint\":\"0123456789abcdef\",\"Key\":\"1\",\"Id\":\"nonsense\"}")]
    [InlineData("{\"Fingerprint\":\"0123456789abcdef\",\"Key\":{},\"Id\":null}")]
    [InlineData("{\"Fingerprint\":\"0123456789abcdef\",\"Key\":\"\\ud800\",\"Id\":\"019b0000-0000-7000-8000-000000000001\"}")]
    [InlineData("{\"Fingerprint\":\"0123456789abcdef\"")]
    public void JSON_of_another_shape_is_no_cursor(string json) =>
        Parsing(Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json))).Should().Throw<InvalidCursor>();

    [Fact]
    public void Bytes_that_are_no_UTF_8_are_no_cursor() =>
        Parsing(Base64Url.EncodeToString([(byte)'{', (byte)'"', 0xFF, 0xFE, (byte)'"', (byte)'}'])).Should().Throw<InvalidCursor>();

    [Fact]
    public void Deep_JSON_is_no_cursor() =>
        Parsing(Base64Url.EncodeToString(Encoding.UTF8.GetBytes(new string('[', 100_000)))).Should().Throw<InvalidCursor>();

    [Fact]
    public void A_fault_that_is_not_the_senders_is_not_put_down_to_him()
    {
        var read = () => ListCursor.Try<int>(() => throw new InvalidOperationException());

        read.Should().Throw<InvalidOperationException>();
    }

    private static Func<ListCursor> Parsing(string text) => () => ListCursor.Parse(text, Fingerprint);
}
