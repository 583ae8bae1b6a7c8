using System.Text;
using AudioServer.Domain.AudioFiles;

namespace AudioServer.UnitTests.Domain.AudioFiles;

public sealed class AudioTagsTests
{
    [Theory]
    [InlineData("Für Elise")]
    [InlineData("音楽 🎵 موسيقى")]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("'; DROP TABLE--")]
    public void Text_in_any_script_stays_as_it_is(string text) =>
        AudioTags.Clean(text).Should().Be(text);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  \t\r\n ")]
    [InlineData("\u0000\u0000")]
    [InlineData("\u202E\u2069")]
    [InlineData("\u0001 \u0002")]
    public void Nothing_but_blanks_and_controls_is_no_tag(string? text) =>
        AudioTags.Clean(text).Should().BeNull();

    [Theory]
    [InlineData("one\ntwo", "one two")]
    [InlineData("one\r\ntwo", "one  two")]
    [InlineData("one\ttwo", "one two")]
    [InlineData("one\u2028two\u2029three", "one two three")]
    [InlineData("  around  ", "around")]
    public void Line_breaks_become_spaces(string text, string clean) =>
        AudioTags.Clean(text).Should().Be(clean);

    [Theory]
    [InlineData(0x00)]
    [InlineData(0x07)]
    [InlineData(0x1B)]
    [InlineData(0x7F)]
    [InlineData(0x85)]
    [InlineData(0x9B)]
    [InlineData(0x202A)]
    [InlineData(0x202E)]
    [InlineData(0x2066)]
    [InlineData(0x2069)]
    [InlineData(0xD800)]
    [InlineData(0xDC00)]
    [InlineData(0xFFFD)]
    [InlineData(0xFFFE)]
    [InlineData(0xFFFF)]
    public void What_could_break_a_terminal_or_is_no_text_goes(int unwanted) =>
        AudioTags.Clean($"a{(char)unwanted}b").Should().Be("ab");

    [Fact]
    public void Text_is_NFC_normalised() =>
        AudioTags.Clean("cafe\u0301").Should().Be("caf\u00E9");

    [Theory]
    [InlineData("x")]
    [InlineData("🎵")]
    [InlineData("a🎵")]
    [InlineData("\u0958")]
    public void A_tag_has_at_most_1000_units_and_no_character_cut_in_two(string part)
    {
        var clean = AudioTags.Clean(string.Concat(Enumerable.Repeat(part, 1001)))!;

        clean.Length.Should().BeInRange(AudioTags.MaxLength - 1, AudioTags.MaxLength);
        clean.EnumerateRunes().Should().NotContain(Rune.ReplacementChar);
    }

    [Fact]
    public void Gaps_are_filled_from_the_other_and_nothing_else_is()
    {
        var first = new AudioTags("Title", null, " ", "\u0001", 1999, null, null);
        var other = new AudioTags("Other", "Artist", "Album", "Genre", 2000, 7, "Comment");

        first.OrElse(other).Should().Be(new AudioTags("Title", "Artist", "Album", "Genre", 1999, 7, "Comment"));
    }

    [Fact]
    public void Both_sides_are_cleaned() =>
        AudioTags.None.OrElse(new AudioTags("a\u0000b", "\u202Ec", null, null, -1, 100_000, "\n")).Should().Be(new AudioTags("ab", "c", null, null, null, null, null));

    [Theory]
    [InlineData(int.MinValue, null)]
    [InlineData(-1, null)]
    [InlineData(0, null)]
    [InlineData(1, 1)]
    [InlineData(9999, 9999)]
    [InlineData(10_000, null)]
    [InlineData(int.MaxValue, null)]
    public void A_year_is_1_to_9999(int year, int? kept) =>
        (AudioTags.None with { Year = year }).OrElse(AudioTags.None).Year.Should().Be(kept);

    [Theory]
    [InlineData(-1, null)]
    [InlineData(0, null)]
    [InlineData(1, 1)]
    [InlineData(99_999, 99_999)]
    [InlineData(100_000, null)]
    public void A_track_is_1_to_99999(int track, int? kept) =>
        (AudioTags.None with { Track = track }).OrElse(AudioTags.None).Track.Should().Be(kept);

    [Fact]
    public void A_year_out_of_bounds_gives_way_to_the_other() =>
        (AudioTags.None with { Year = 0 }).OrElse(AudioTags.None with { Year = 1984 }).Year.Should().Be(1984);
}
